-- What an operator changed in the run of an activity: JSON, moment by moment. No row: as it comes.
CREATE TABLE activity_run (
  org      UUID NOT NULL,
  activity UUID NOT NULL,
  changes  TEXT NOT NULL,
  PRIMARY KEY (org, activity)
);
