# The run of an activity: what groups are told before, during and after it.
activities_runs-title-teaser = Coming up: { $name }
activities_runs-title-opening = Now: { $name }
activities_runs-title-last_call = Last call: { $name }
activities_runs-title-winners = Who won: { $name }
activities_runs-title-thanks = Thank you: { $name }
activities_runs-title = What the groups are told
activities_runs-lead = Each text goes to the hosts' day at its hour. What went out stays as it was.
activities_runs-edit = Change the texts
activities_runs-off-said = Switched off: the groups are told nothing.
activities_runs-nothing = There is nothing to tell.
activities_runs-groups = { $groups ->
    [0] No group is open that it is for.
    [one] For one group, where its host posts it with one tap.
   *[other] For { $groups } groups, where the hosts post it with one tap.
}
activities_runs-gives-way = { $groups ->
    [one] { $day } { $at } { $title } gives way in one group.
   *[other] { $day } { $at } { $title } gives way in { $groups } groups.
}
activities_runs-teaser = Teaser
activities_runs-opening = Opening
activities_runs-last_call = Last call
activities_runs-winners = Winners
activities_runs-thanks = Thanks
activities_runs-left-out = left out
activities_runs-changed = changed
activities_runs-to-come = Written by itself from what really happens. Nothing is said when there is nothing to say.
activities_runs-link = [each group's own link]
activities_runs-on = Tell the groups
activities_runs-on-hint = Without it nothing of this activity comes into the hosts' day.
activities_runs-tell = Tell it
activities_runs-at = When
activities_runs-text = Text of your own
activities_runs-text-in = In { $lang }
activities_runs-others = In the other languages
activities_runs-places = Leave a text empty and it is written by itself. Filled in: {"{link}"} {"{group}"} {"{host}"} {"{store}"} {"{brand}"}
activities_runs-saved = Saved. What has not gone out is told anew.
activities_runs-papers = Pictures to take along
activities_runs-card = Card for groups
activities_runs-poster = Poster (A4)
activities_runs-poster-svg = Poster to print large
activities_runs-how = How it works, to print
activities_runs-when = { $opens } to { $closes }
field-moment_too_late = At that time it would not be true any more.
trail-kind-activities = What activities tell
trail-activities-run-changed = What the groups are told was changed
