# Series: the plan of a community that opens numbered groups.

series-title = Series
series-lead = A series is the plan of one community. It opens numbered groups, each with its own host.
series-new = Open a series
series-new-lead = Two minutes, three steps. Everything can be changed later.
series-empty = Your first community begins here
series-empty-why = Choose the kind of shop, give it a name, look at what members will see. Then the first groups are open.
series-step-playbook = Kind of shop
series-step-details = Name and rules
series-step-preview = Look at it
series-no-playbook = No playbook
series-from-nothing = Start from nothing
series-from-nothing-why = Only a name and seats. You write promise, rules and posts yourself.
series-compare = Compare the playbooks first
series-to-preview = Look at it
series-phone = What a member sees
series-preview-lead = This is what people will see. Nothing is open yet.
series-first-groups = Groups that open now
series-first-week = The first week
series-and-more = and { $count } more
series-open = { $groups ->
    [one] Open it with { $groups } group
   *[other] Open it with { $groups } groups
}
series-back = Change something
series-opened = “{ $name }” is open. Print the join code and put it where people wait.
series-sketch-over = { $shop } invites you
series-sketch-join = Join
series-sketch-leave = Leave with one tap, any time.

series-name = Name
series-name-hint = For you and your staff.
series-category = What the groups are about
series-category-hint = Stands in the name of each group.
series-lang = Language of the texts
series-lang-hint = Promise, rules and posts. Pages still follow each person's own language.
series-where = Where
series-where-stores = At stores
series-where-nation = One group for everybody
series-where-nation-why = For customers everywhere, without a store.
series-stores = Stores
series-store = Store
series-no-stores = There is no store yet.
series-to-stores = Add one
series-more = Names of the groups
series-template = Pattern of the names
series-template-hint = { "{brand} {store} {category} {persona} {goal} {number}" }. The number must be there.
series-persona = Who speaks
series-persona-hint = Stands for { "{persona}" }: Rosie at the vegetable stall.
series-goal = Shared goal
series-goal-hint = Stands for { "{goal}" }: Six months, 10 km.
series-capacity = Seats in a group
series-capacity-hint = 2 to 500. When a group is nearly full, the next one opens by itself.
series-threshold = Before somebody is in
series-threshold-none = Nothing
series-threshold-none-why = Scan and be in. Best for daily shopping.
series-threshold-question = One question
series-threshold-question-why = Any answer lets them in; it tells the host who is coming.
series-threshold-purchase = A purchase
series-threshold-purchase-why = Only people who have bought from you.
series-threshold-approval = Somebody says yes
series-threshold-approval-why = If nobody answers in time, they are in.
series-threshold-none-words = Scan and be in
series-threshold-question-words = One question first
series-threshold-purchase-words = For people who have bought here
series-threshold-approval-words = { $hours ->
    [one] We answer within { $hours } hour
   *[other] We answer within { $hours } hours
}
series-question = The question
series-question-hint = Only for a question, or with somebody's yes.
series-hours = Hours until it decides itself
series-hours-hint = Only where somebody says yes. 1 to 168.
series-second = Joins a second group
series-second-refuse = Stays in the first
series-second-refuse-why = They are told which group they are in already.
series-second-move = Moves to the new one
series-second-move-why = Their seat in the first group is free again.

series-state = State
series-state-open = Open
series-state-closed = Closed
series-groups = Groups
series-members = Members
series-fill = Seats
series-fill-words = { $members } of { $seats } seats
series-note = { $members } people in { $groups ->
    [one] { $groups } group
   *[other] { $groups } groups
}, { $free } seats left.
series-closed-note = Closed. Nobody joins any more; what was said and earned stays.
series-all-groups = All of them
series-change = Change
series-promise = Promise
series-promise-hint = Everybody reads it before joining. Promise what you can keep.
series-promise-none = No promise yet. Write what members can count on.
series-positioning = Who it is for
series-voice = How we talk
series-rules = House rules
series-rules-none = No rules yet.
series-rules-hint = At most { $max }. An empty one goes.
series-rule = Rule { $number }
series-plan = Promise and rules
series-plan-lead = Your own words from now on. Each change stands in the trail.
series-settings = Names and seats
series-settings-lead = For groups that open from now on. Groups that stand keep their names and seats.
series-playbook = From the playbook
series-stores-hosts = Stores and hosts
series-hosts-lead = Who hosts the groups that open at each store from now on.
series-last-number = { $number ->
    [one] { $number } group so far
   *[other] { $number } groups so far
}
series-add-store = Open at one more store
series-kept = Kept.
series-close = Close the series
series-close-title = Close “{ $name }”?
series-close-loses = All its groups close, and join codes lead nowhere. Members keep gifts, stamps and purchases.
series-closed-toast = The series is closed.
series-reopen = Open the series again
series-reopened-toast = The series is open again. Its groups stay closed until you open them.

refusal-series-closed = “{ $name }” is closed. Open the series again first.
refusal-series-store_there = The series has groups at this store already.
field-template_unknown = Nobody knows { "{" }{ $name }{ "}" }. Use { "{brand} {store} {category} {persona} {goal} {number}" }.
field-template_number = { "{number}" } is missing: all groups would have the same name.
field-stores_none = Tick at least one store, or choose one group for everybody.
error-not_found-series = There is no such series. It may belong to another shop.
error-not_found-playbook = There is no such playbook.
