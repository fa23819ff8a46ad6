# Doors with codes, and what is printed of them.

links-title = Join links
links-lead = Each place has its own door, so that you see which one people use.
links-new = New link
links-new-why = Choose where it hangs and where it leads. Everything else can stay empty.
links-change = Change
links-changed = Saved. Printed codes stay good.
links-ready = Ready. Print it and hang it up.
links-opened = Open again.
links-closed = Closed.
links-none = No door yet
links-none-why = A link is a QR code for the till, the table or a message. It shows how many scanned it and how many came in.
links-source = Where it hangs
links-source-hint = So that you know later what works.
links-series = Leads to
links-name = Name for yourselves
links-name-hint = “Till 2, Riverside”. Customers do not see it.
links-store-hint = Without one, the nearest store with room.
links-staff = Whose link
links-staff-hint = Everybody who joins by it counts for them.
links-headline = Headline on paper
links-headline-hint = At most 60 characters: what one gets for scanning.
links-headline-default = Come in: { $shop } for regulars
links-lead-default = Scan, say your name, done.
links-tags-hint = Given to everybody who joins by it.
links-phone = Phone number
links-phone-optional = Optional: a name is enough
links-phone-required = Required
links-lang = Language of the paper
links-expires = Good until
links-group = Only this group
links-scans = Scans
links-joins = Joined
links-rate = Come in
links-state = State
links-state-open = open
links-state-closed = closed
links-state-expired = expired
links-sentence = { $joins ->
    [one] One person
   *[other] { $joins } people
} came in by it, of { $scans ->
    [one] one scan
   *[other] { $scans } scans
}.
links-sentence-joined = { $joins ->
    [one] One person
   *[other] { $joins } people
} came in by it.
links-code-column = Code
links-code = Code
links-qr-aria = QR code for { $address }
links-copy = Copy
links-copied = Copied
links-leads = Where it leads
links-paper = On paper
links-paper-why = The page that opens can be printed in each language.
links-poster = Poster A4
links-poster-png = Poster as picture
links-tent = Table tent
links-step-scan = Scan with the camera
links-step-name = Say your name
links-step-show = Show your card here
links-poster-foot = { $address } · Leave whenever you like, with one tap.
links-tent-lead = Scan, or type { $address }
links-tent-fold = Fold at both lines and glue this part below.
links-close = Close link
links-close-title = Close this link?
links-close-loses = Printed codes lead to a page that says it is over. Who came in stays.
links-open = Open again
links-source-till = Till
links-source-table = Table
links-source-poster = Poster
links-source-window = Window
links-source-flyer = Flyer
links-source-package = Package
links-source-moments = Moments
links-source-video = Short video
links-source-web = Website
links-source-partner = Partner
links-source-employee = Employee
links-source-invite = Invite
links-source-event = Event
links-source-counter = Counter
links-source-import = File
links-source-console = Console
links-source-api = Program
links-source-other = Other
field-date_past = That day is over. Choose one to come.
refusal-links-closed = This link is closed.
error-not_found-link = This link is not here.
