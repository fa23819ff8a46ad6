-- What was promised and not collected yet, with its history: days are counted by when vouchers began
-- and ended.

CREATE INDEX voucher_given ON voucher (org, issued_at);
CREATE INDEX voucher_ended ON voucher (org, ended_at) WHERE ended_at IS NOT NULL;
