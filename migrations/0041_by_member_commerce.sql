-- What is a member's is found by the member, for merging two records.
CREATE INDEX payment_member ON payment (org, member);
