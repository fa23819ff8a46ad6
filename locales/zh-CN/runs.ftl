# 活动文案：活动给各群当天带来的内容。
runs-title = 群里的情况
runs-came = { $opened } 次打开，{ $came } 人来了
runs-done = { $groups } 个群里已发 { $done } 个
runs-withdrawn = 已撤下
runs-to-page = 去看看
