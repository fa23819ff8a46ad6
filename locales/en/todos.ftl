todos-title = My day
todos-of = The day of { $name }
todos-waiting = { $count ->
    [one] One text is ready. Copy, send, done.
   *[other] { $count } texts are ready. Copy, send, done.
}
todos-all-clear = Nothing waits for you right now.
todos-due = Now
todos-later = Later today
todos-done-today = Done today
todos-nothing = Nothing to send right now
todos-nothing-why = When the next text of the programme is due, it stands here ready to send. What came too late is gone, so nothing piles up.
todos-no-groups = No group is yours yet
todos-no-groups-why = Whoever hosts a group finds its texts for the day here, ready to send. Ask the shop to make you a host.
todos-now = Since { $at } · { $left } left
todos-at = { $at } · { $left }
todos-show-text = The text
todos-link-here = [each group's own link]
todos-copy = Copy text
todos-copied = Copied. Paste it into the group.
todos-save-picture = Save picture
todos-open-group = Open group
todos-post-here = Post
todos-done = Done
todos-all-done = { $count ->
    [one] Done
   *[other] All { $count } done
}
todos-undo = Undo
todos-people = { $count ->
    [one] one person, lives in another app
   *[other] { $count } people, lives in another app
}
todos-here = { $count ->
    [one] one person, lives here
   *[other] { $count } people, lives here
}
todos-said = said to be done at { $at }
todos-posted = posted at { $at }
todos-seen = { $opened } opened, { $came } came
todos-done-toast = { $count ->
    [one] Done. Thank you.
   *[other] { $count } done. Thank you.
}
todos-posted-toast = Posted. Members see it now.
todos-reopened-toast = Taken back. It waits again.
todos-code-none = Nobody can come in: there is no join code.
todos-code-ended = The join code has ended. Put in a new one.
todos-code-ends = The join code ends { $left }.
todos-nearly-full = Nearly full.
todos-full = Full.
todos-count = Count heads
todos-count-why = How many are in the groups that live in other apps? We cannot see it; you can, at the top of the chat.
todos-counted = last counted { $day }
todos-hosts = Hosts today
todos-hosts-lead = { $silent ->
    [0] Everybody with something to do has looked at their day.
    [one] One host has not opened their texts.
   *[other] { $silent } hosts have not opened their texts.
}
todos-hosts-none = Nothing to do today
todos-hosts-none-why = As soon as a programme has something on, each host stands here with what waits and what is done.
todos-host = Host
todos-nobody = Nobody hosts these
todos-opened = Looked at
todos-column-waiting = Waiting
todos-column-done = Done
todos-column-groups = Groups
todos-not-opened = not opened
todos-not-opened-note = { $count ->
    [one] One text is due and was not opened
   *[other] { $count } texts are due and were not opened
}
todos-on-note = { $done } of { $groups } groups have it · { $looked } of { $hosts } hosts looked
todos-left = { $left } left
todos-from = from { $time }
todos-over = over
todos-more = and { $count } more
todos-more-hosts = { $count ->
    [one] and one more host
   *[other] and { $count } more hosts
}
todos-group-title = Today's texts
todos-group-none = Nothing of the programme today, or it is over.
todos-open-day = Open the host's day
todos-chip-done = done
todos-chip-now = now
todos-chip-later = later
refusal-todos-too_late = Its time is over. Sending it now would be noise, so it is gone.
refusal-todos-not_here = This group lives in another app. Copy the text and send it there.
refusal-todos-stands_in_feed = It stands in the feed for more than ten minutes. Remove it there, with a reason.
refusal-todos-done = Somebody has done this already.
error-not_found-todo = There is nothing like this to do. It may be of another day.
