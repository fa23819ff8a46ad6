programmes-title = Programmes
programmes-lead = What each community does on which day. Each text becomes a to-do for the hosts at its time.
programmes-open = Open the week
programmes-none = No programme yet
programmes-none-why = Adopt the week of a playbook and change what is not yours, or add your first slot below.
programmes-empty = A week that runs by itself
programmes-empty-why = Here stands what your communities do from Monday to Sunday: what came in, a dinner, a question, the weekend list. It begins with a series.
programmes-open-series = Open a series
programmes-balance = { $useful } useful and { $selling } selling posts a week
programmes-today = On today
programmes-now = Now
programmes-past = Over
programmes-sells = Sells
programmes-add = Add
programmes-day-full = { $max } posts: the day is full.
programmes-day-empty = Nothing on this day. Quiet days are allowed.
programmes-evening = What members read { $day }
programmes-preview-day = Day of the preview
programmes-no-group = This series has no open group. The texts are shown once one is open.
programmes-link-here = [the post's link]
programmes-adopt = Adopt this week
programmes-adopt-which = Whose week?
programmes-adopted = Adopted. Change what is not yours.
programmes-saved = Saved. What is due later today is made anew.
programmes-ended = Taken out of the week.
programmes-new-slot = New slot
programmes-slot-title = Title
programmes-days = Days
programmes-at = Time
programmes-expires = Worth sending for (minutes)
programmes-expires-hint = After that it disappears from the hosts' day: this morning's news is noise tonight. 10 to 1,440.
programmes-kind = Kind
programmes-kind-notice = Notice
programmes-kind-tip = Tip
programmes-kind-offer = Offer
programmes-kind-question = Question
programmes-kind-programme = Game
programmes-kind-gathering = Gathering
programmes-kind-story = Story
programmes-kind-thanks = Thanks
programmes-selling = It sells something
programmes-selling-hint = Two useful posts for each one that sells keep people reading.
programmes-texts = Texts, taken in turn
programmes-texts-hint = One a week, in this order, counted from the day each group opened. Empty ones are left out.
programmes-text = Text { $number }
programmes-other-languages = In the other languages
programmes-places = Filled in by itself: {"{store}"} {"{brand}"} {"{group}"} {"{host}"} {"{link}"}
programmes-hint = What the picture should show
programmes-tip = Tip for the host
programmes-picture = Picture
programmes-picture-hint = Goes with the text to every group. Leave it out when hosts take their own.
programmes-no-picture = Remove the picture
programmes-end = Take out of the week
programmes-end-title = Take this slot out of the week?
programmes-end-loses = Its texts are gone from the programme. What was posted stays.
programmes-voices = Who speaks
programmes-members-write = Members may write
programmes-members-write-hint = Off: only the shop writes, members read.
programmes-welcome = Welcome of the assistant
programmes-welcome-hint = Said to whoever comes in. {"{name}"} and {"{group}"} are filled in. Blank: ours.
refusal-programmes-adopted = This series has a programme already. Change its slots, or end them first.
refusal-programmes-ended = This slot is no longer in the week.
field-days_none = Choose at least one day.
field-day_full = { $day ->
    [mon] Monday
    [tue] Tuesday
    [wed] Wednesday
    [thu] Thursday
    [fri] Friday
    [sat] Saturday
   *[sun] Sunday
} has { $max } posts already, and more is noise. Take one out first or choose another day.
error-not_found-slot = This slot is not here. It may have been taken out of the week.
