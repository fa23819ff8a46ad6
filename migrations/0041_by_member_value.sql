-- What is a member's is found by the member: merging two records, and a copy of everything, must not
-- walk through all that the shop has.
CREATE INDEX tier_gift_member ON tier_gift (org, member);
CREATE INDEX redemption_member ON redemption (org, member);
CREATE INDEX operation_member ON operation (org, member);
CREATE INDEX purchase_return_member ON purchase_return (org, member) WHERE member IS NOT NULL;

-- What is outstanding of each gift, without what was collected or ended.
DROP INDEX voucher_gift;
CREATE INDEX voucher_gift ON voucher (org, state, gift);

-- Since when each member has had a gift, for what they bought since.
CREATE INDEX voucher_gift_member ON voucher (org, gift, member, issued_at);

-- What an allowance gave in a period, by who gave it.
DROP INDEX giving_allowance;
CREATE INDEX giving_allowance ON giving (org, allowance, period, staff);

-- Who has most in the wallet; empty ones are not in it.
CREATE INDEX wallet_most ON wallet (org, (principal + bonus), member) WHERE principal + bonus > 0;
