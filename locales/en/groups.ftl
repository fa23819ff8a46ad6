# Groups: the list, one group, and ordinary chat groups elsewhere.

groups-title = Groups
groups-lead = { $members } people in { $groups ->
    [one] { $groups } open group
   *[other] { $groups } open groups
}, { $free } seats left.
groups-empty = Groups stand here
groups-empty-why = Open a series: its first groups come with it. Or adopt a chat group that exists already.
groups-none-so = No group is like that
groups-none-so-why = Take one of the choices away, and there will be more.
groups-show-all = Show all
groups-name = Group
groups-state = State
groups-state-open = Open
groups-state-closed = Closed
groups-state-all = Open and closed
groups-series = Series
groups-store = Store
groups-whole-org = All stores
groups-host = Host
groups-backup = Stands in
groups-nobody = Nobody
groups-members = Members
groups-fullness = Seats
groups-fill = { $members } of { $seats }
groups-fill-empty = Empty
groups-fill-room = Room left
groups-fill-nearly = 95 % or more
groups-fill-full = Full
groups-place = Where it lives
groups-place-here = Here
groups-place-outside = Outside
groups-any = Any
groups-narrow = Narrow down

groups-is-open = { $members } people, { $free } seats left.
groups-is-full = All { $members } seats are taken. Who scans now comes into the next group.
groups-is-hostless = { $members ->
    [one] { $members } person and nobody who hosts.
   *[other] { $members } people and nobody who hosts.
} Choose somebody before the next post.
groups-is-closed = Closed, with { $members ->
    [one] { $members } person
   *[other] { $members } people
} in it. Nobody joins any more.
groups-seats = Seats
groups-see-members = See members
groups-next-opens = The next group opens when fewer than { $seats } seats are left.
groups-known = { $members ->
    [one] { $members } of them came by our form and is known by name.
   *[other] { $members } of them came by our form and are known by name.
}
groups-hosts = Who hosts
groups-no-host = Nobody hosts this group.
groups-hosts-change = Change who hosts
groups-hosted = Hosts these groups
groups-about = About the group
groups-number = Number
groups-since = Open since
groups-opened = “{ $name }” is open.
groups-capacity = Seats
groups-capacity-change = Change the number of seats
groups-capacity-hint = Never below the { $seated } who sit there.
groups-history = History
groups-did-opened = Opened
groups-did-opened-by-hand = Opened by hand
groups-did-closed = Closed
groups-did-reopened = Opened again
groups-did-host-changed = Host changed
groups-did-capacity-changed = Number of seats changed
groups-did-adopted = Taken into the books
groups-did-code-replaced = Join code replaced
groups-did-renamed = Renamed
groups-kept = Kept.
groups-close = Close the group
groups-close-title = Close “{ $name }”?
groups-close-loses = Nobody can join or post any more. Members stay members of the shop and keep what is theirs.
groups-closed-toast = The group is closed.
groups-reopen = Open the group again
groups-reopened-toast = The group is open again.

groups-adopt = Adopt a chat group
groups-adopt-lead = For a group in WeChat, WhatsApp or any app that talks to no program. We keep its name, host, code and count; people do the rest.
groups-adopt-no-series = Every group belongs to a series, and there is none yet.
groups-adopted = The group is in the books. Update the count when it changes.
groups-outside-name = Name of the chat
groups-outside-name-hint = Exactly as it is called there.
groups-app = App
groups-limit = Largest group there
groups-limit-hint = What that app allows.
groups-members-now = Members now
groups-members-now-hint = Look into the chat and write the number.
groups-owner = Owner of the chat
groups-owner-hint = Who can change its code there.
groups-code = Join code
groups-code-hint = A picture of the QR code as the app shows it.
groups-code-link = Or its link
groups-code-ends-on = Valid until
groups-code-ends-hint = As the app says below the code. We remind you two days before.
groups-code-ends = Valid until { $when }.
groups-code-forever = Valid until somebody changes it.
groups-code-picture = Join code of { $name }
groups-code-points = The code says:
groups-code-unread = We could not read a code in this picture. Try it with a phone.
groups-code-replace = Replace the code
groups-code-replace-lead = The old one is gone at once. Who joins from now on sees the new one.
groups-code-replaced = The new code is live.
groups-count = How many are in it
groups-count-keep = Keep the number
groups-counted = { $members } members, noted.
groups-one-more = One more
groups-one-less = One less
groups-counts-before = Earlier counts
groups-told-by = As told by { $name }, { $when }
groups-told = As told, { $when }
groups-told-never = Unknown: nobody has told a number
groups-unknown = Who entered and who talks there is unknown; no app tells us.
groups-unknown-word = Unknown

groups-waits = Chat groups that need you
groups-warn-no-code = Nobody can come in: there is no join code.
groups-warn-code-ended = The join code ended { $when }. Nobody can come in until you replace it.
groups-warn-code-ends = The join code ends { $when }. Replace it before people stand before a closed door.
groups-warn-nearly-full = Nearly full by the last count. Prepare the next group.
groups-warn-full = Full by the last count. Nobody else can come in.
groups-chip-no-code = no code
groups-chip-code-ended = code ended
groups-chip-code-ends = code ends soon
groups-chip-nearly-full = nearly full
groups-chip-full = full

refusal-groups-full = “{ $name }” is full, and no other group has a seat.
refusal-groups-closed = “{ $name }” is closed.
refusal-groups-capacity_seated = { $seated } people sit there. The number cannot be lower.
refusal-groups-not_outside = This group lives here: its count and code are known.
field-link_invalid = A link begins with https:// and has no spaces.
field-ends_past = This day has passed.
field-code_missing = Add a picture of the code or its link.
field-picture_invalid = This is no picture we can read. Send a PNG, JPEG or WebP.
error-not_found-group = There is no such group. It may be closed to you or belong to another shop.
groups-one = Group
