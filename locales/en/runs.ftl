# Runs: what an activity brings to the groups' days.
runs-title = In the groups
runs-came = { $opened } opened, { $came } came
runs-done = { $done } of { $groups } groups have it
runs-withdrawn = taken out
runs-to-page = Have a look
