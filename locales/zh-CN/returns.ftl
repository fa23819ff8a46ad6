refusal-returns-nothing_left = 这笔消费的东西之前已经全部退回。
refusal-purchases-returned = 这笔消费已有部分退货，不能再撤销。其余的请按退货处理。
field-return_amount = 金额要大于零，且不超过剩下的 { $left }（以货币最小单位计）。
field-return_nothing = 请说明退回什么：至少一件。
