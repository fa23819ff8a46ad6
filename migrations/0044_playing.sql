-- Whether something is on, or announced, that members can take part in: every page of theirs asks.
ALTER TABLE org ADD COLUMN playing BOOLEAN NOT NULL DEFAULT FALSE;
