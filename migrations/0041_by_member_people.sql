-- What is a member's is found by the member, for merging two records.
CREATE INDEX application_member ON application (org, member);
CREATE INDEX proof_member ON proof (org, member) WHERE member IS NOT NULL;
