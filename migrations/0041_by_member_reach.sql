-- What is a member's is found by the member, for merging two records and for leaving.
CREATE INDEX post_claim_member ON post_claim (org, member);
