# Playbooks: a kind of shop's whole plan, to read, to choose and to check.

playbooks-title = Playbooks
playbooks-lead = A whole plan for a kind of shop: what you promise, what you post each day, which gifts you keep ready, and how the first thirty people come in. Choose one, change what you like.
playbooks-numbers = { $posts } posts a week · { $gifts } gifts · { $seats } seats a group
playbooks-use = Open a series with it
playbooks-read = Read all of it
playbooks-version = Version { $version }
playbooks-positioning = Who it is for
playbooks-promise = The promise
playbooks-promise-why = Everybody sees it before joining. Change it until you can keep it.
playbooks-persona = The people
playbooks-needs = What they need
playbooks-pains = What annoys them
playbooks-tone = How we talk
playbooks-say = We say
playbooks-avoid = We never say
playbooks-rules = House rules
playbooks-week = The week at a glance
playbooks-week-lead = { $useful } useful posts and { $selling } that sell. Never more than three on one day.
playbooks-quiet-day = Nothing. A quiet day is a kindness.
playbooks-texts = All texts
playbooks-texts-lead = One text a week, in turn, so that nobody reads the same thing twice in a row. Yours to rewrite.
playbooks-gifts = Gifts
playbooks-gifts-lead = A good gift feels worth more than it costs, and is collected in the shop.
playbooks-cost = Costs you
playbooks-perceived = Feels worth
playbooks-stock = Prepared
playbooks-per-member = For one person, at most
playbooks-valid = To be collected within
playbooks-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}
playbooks-stamps = { $each ->
    [visit] { $stamps } visits fill the card
   *[purchase] { $stamps } purchases fill the card
}: { $gift }.
playbooks-start = The first { $people } people, by name
playbooks-step-day = Day { $day }

playbooks-trade-fresh-food = Fresh food
playbooks-trade-restaurant = Restaurant
playbooks-trade-beauty-salon = Beauty salon
playbooks-trade-clothing = Clothing
playbooks-trade-building-materials = Building materials
playbooks-trade-sports = Sports
playbooks-demand-frequent = Needed every few days
playbooks-demand-occasional = Needed now and then
playbooks-demand-niche = For a few who care
playbooks-purpose-sharing = Made for sharing
playbooks-purpose-sales = Made for selling
playbooks-purpose-empowerment = Made for the people at the counter
playbooks-gift-lead = Come in
playbooks-gift-raffle = Stay lively
playbooks-gift-reward = Bring a friend
playbooks-slot-notice = News
playbooks-slot-tip = Tip
playbooks-slot-offer = Offer
playbooks-slot-question = Question
playbooks-slot-programme = Game
playbooks-slot-gathering = In the shop
playbooks-slot-story = Story
playbooks-slot-thanks = Thanks
playbooks-day-mon = Monday
playbooks-day-tue = Tuesday
playbooks-day-wed = Wednesday
playbooks-day-thu = Thursday
playbooks-day-fri = Friday
playbooks-day-sat = Saturday
playbooks-day-sun = Sunday

playbooks-lint-good = “{ $name }” { $version } is in order: { $posts } posts a week, { $useful } of them useful, { $gifts } gifts.
playbooks-lint-unreadable = cannot be read here: { $detail }
playbooks-lint-unknown = nobody knows this field: { $detail }
playbooks-lint-day = a weekday is mon, tue, wed, thu, fri, sat or sun ({ $detail })
playbooks-lint-time = a time looks like 07:30 ({ $detail })
playbooks-lint-missing = is missing. Write it in all three languages.
playbooks-lint-too_long = is too long: at most { $max } characters.
playbooks-lint-placeholder = nobody knows { "{" }{ $name }{ "}" } here.
playbooks-lint-link_twice = { "{link}" } may stand in a text once only.
playbooks-lint-key = a key is small letters, digits and _.
playbooks-lint-twice = “{ $key }” is there twice. Give one of them another key.
playbooks-lint-format = this program reads format { $format }.
playbooks-lint-id = an id is small letters and digits joined by hyphens, such as fresh-food.
playbooks-lint-version = a version looks like 1.0.0.
playbooks-lint-none = is empty. At least one is needed.
playbooks-lint-number = needs { "{number}" }: without it all groups have the same name.
playbooks-lint-goal = says { "{goal}" }, and no goal is written in naming.goal.
playbooks-lint-not_here = has no place with this kind of threshold.
playbooks-lint-gift_kind = needs at least one gift of the kind “{ $kind }”.
playbooks-lint-no_gift = there is no gift with the key “{ $key }”.
playbooks-lint-perceived = feels worth less than it costs. Then it is no gift.
playbooks-lint-range = must be between { $min } and { $max }.
playbooks-lint-days = each weekday once, and at least one.
playbooks-lint-too_many = more than { $max } posts on { $day }. Nobody reads the fourth.
playbooks-lint-selling = { $useful } useful posts for { $selling } that sell. Two useful ones are needed for each.
