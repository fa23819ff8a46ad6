feed-title = Feed
feed-open = Open the feed
feed-console-lead = What members read on their phones. Whatever you write here, they see at once.
feed-new = New
feed-somebody = Somebody
feed-shop = the shop
feed-assistant = Assistant
feed-gift = For you
feed-picture-of = Picture from { $name }
feed-welcome = Welcome to { $group }, { $name }! The rules of the house are pinned above, today's programme too. Say hello whenever you like.
feed-more-people = { $count ->
    [one] one more
   *[other] { $count } more
}
feed-people = { $count ->
    [one] One person
   *[other] { $count } people
}
feed-rules = Promise and rules of the house
feed-earlier = Earlier messages
feed-latest = To the latest messages
feed-empty = Nothing said yet
feed-empty-why = The first message from the shop comes at the time of the programme. You can begin.
feed-empty-shop = Nobody has said anything yet. A good first message: the promise, a picture, one question.
feed-elsewhere-lead = This group lives in another app. What is said there stays there.
feed-shop-writes = In this group the shop writes. Answer in the shop, or ask at the counter.
feed-group-closed = This group is closed. It can still be read.
feed-write = Message
feed-picture = Picture
feed-picture-hint = JPEG, PNG or WebP, 8 MB at most. It is made small, and where it was taken is removed.
feed-send = Send
feed-sent = Sent. Members see it now.
feed-kind = Kind
feed-kind-plain = Just a message
feed-kind-notice = Notice: stands out
feed-kind-gift = Gift: looks like a ticket
feed-card-title = Title
feed-card-title-hint = For a notice or a gift, in a few words.
feed-take-back = Take back
feed-taken-back = Message taken back
feed-taken-back-toast = Taken back. Nobody sees it any more.
feed-remove = Remove
feed-remove-title = Remove this message?
feed-remove-loses = Members then read your reason in its place. The words stay visible to the shop.
feed-remove-reason = Reason that everybody reads
feed-removed = Removed: { $reason }
feed-removed-show = What it said
feed-removed-toast = Removed.
refusal-feed-read_only = In this group only the shop writes.
refusal-feed-closed = This group is closed. Nothing can be written in it any more.
refusal-feed-too_late = That was more than ten minutes ago. Ask somebody of the shop to remove it.
refusal-feed-not_here = This group lives in another app. Write to it there.
error-not_found-message = This message is not here. It may have been taken out.
