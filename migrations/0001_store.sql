-- The ground under everything: events, jobs, cursors, idempotency keys, leases.
-- Portable: ids UUID, instants BIGINT microseconds, JSON as TEXT that SQL does not look into.

CREATE TABLE event (
  org    UUID   NOT NULL,
  number BIGINT NOT NULL,
  at     BIGINT NOT NULL,
  kind   TEXT   NOT NULL,
  actor  TEXT   NOT NULL,
  data   TEXT   NOT NULL,
  PRIMARY KEY (org, number)
);

CREATE TABLE job (
  org      UUID   NOT NULL,
  id       UUID   NOT NULL,
  kind     TEXT   NOT NULL,
  job_key  TEXT   NOT NULL,
  data     TEXT   NOT NULL,
  due_at   BIGINT NOT NULL,
  attempts BIGINT NOT NULL DEFAULT 0,
  dead     BOOLEAN NOT NULL DEFAULT FALSE,
  trouble  TEXT,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX job_once ON job (org, kind, job_key);
CREATE INDEX job_due ON job (dead, due_at);

CREATE TABLE subscriber (
  org    UUID   NOT NULL,
  name   TEXT   NOT NULL,
  number BIGINT NOT NULL,
  PRIMARY KEY (org, name)
);

CREATE TABLE idempotency (
  org         UUID   NOT NULL,
  key         TEXT   NOT NULL,
  fingerprint {{bytes}} NOT NULL,
  answer      TEXT   NOT NULL,
  at          BIGINT NOT NULL,
  PRIMARY KEY (org, key)
);
CREATE INDEX idempotency_age ON idempotency (org, at);

CREATE TABLE lease (
  org   UUID   NOT NULL PRIMARY KEY,
  owner UUID   NOT NULL,
  epoch BIGINT NOT NULL,
  until BIGINT NOT NULL
);
