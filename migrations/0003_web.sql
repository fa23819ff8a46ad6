-- The brand itself, who is signed in, keys for programs, and who changed what.

CREATE TABLE org (
  org        UUID   NOT NULL PRIMARY KEY,
  slug       TEXT   NOT NULL UNIQUE,
  name       TEXT   NOT NULL,
  currency   TEXT   NOT NULL,
  time_zone  TEXT   NOT NULL,
  country    TEXT   NOT NULL,
  lang       TEXT   NOT NULL,
  accent     TEXT   NOT NULL,
  created_at BIGINT NOT NULL
);

-- kind: staff, member or counter. A token is kept as its hash only.
CREATE TABLE session (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  kind       TEXT   NOT NULL,
  token_hash {{bytes}} NOT NULL UNIQUE,
  subject    UUID   NOT NULL,
  name       TEXT   NOT NULL,
  role       TEXT,
  remit      TEXT   NOT NULL,
  proven     BOOLEAN NOT NULL,
  store      UUID,
  staff      UUID,
  device     TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at    BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE INDEX session_subject ON session (org, kind, subject);
CREATE INDEX session_staff ON session (org, staff);

CREATE TABLE api_key (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  name       TEXT   NOT NULL,
  key_hash   {{bytes}} NOT NULL UNIQUE,
  scopes     TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  used_at    BIGINT,
  revoked_at BIGINT,
  PRIMARY KEY (org, id)
);

CREATE TABLE trail (
  org     UUID   NOT NULL,
  id      UUID   NOT NULL,
  at      BIGINT NOT NULL,
  actor   TEXT   NOT NULL,
  what    TEXT   NOT NULL,
  subject TEXT   NOT NULL,
  before  TEXT   NOT NULL,
  after   TEXT   NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE INDEX trail_subject ON trail (org, subject, id);
