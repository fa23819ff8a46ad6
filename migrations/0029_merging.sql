-- Two records of one person become one. merged_into: the record that lives on, never one that was itself
-- merged. Of the one that was merged only the id, the card's code and these two are kept.
ALTER TABLE member ADD COLUMN merged_into UUID;
ALTER TABLE member ADD COLUMN merged_at BIGINT;
CREATE INDEX member_merged ON member (org, merged_into) WHERE merged_into IS NOT NULL;
