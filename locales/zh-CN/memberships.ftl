# Who is in which group.

memberships-title = 群
memberships-none = 还没进过群。
memberships-gone = 过去的群
memberships-since = { $date }起
memberships-from-until = { $from }至{ $until }
memberships-in = 在群
memberships-moved = 换群
memberships-shop = 被移出
memberships-left = 已退
memberships-nobody = 还没有人进群。
memberships-all = 全部
memberships-members = 群成员
refusal-memberships-ended = 已经退群了。
error-not_found-membership = 没有这条入群记录。
