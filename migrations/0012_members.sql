-- Members, the groups they are and were in, links that lead in, and how a lost phone comes back.

-- name_key, last_key: the name folded, and the folded name from its last word on, so that typing
-- the beginning of either finds the person by index. phone_back is the number backwards: cashiers
-- ask for the last four digits.
CREATE TABLE member (
  org             UUID   NOT NULL,
  id              UUID   NOT NULL,
  code            {{text}} NOT NULL,
  name            TEXT   NOT NULL,
  name_key        {{text}} NOT NULL,
  last_key        {{text}} NOT NULL,
  phone           {{text}},
  phone_back      {{text}},
  phone_proven_at BIGINT,
  email           TEXT,
  email_key       {{text}},
  email_proven_at BIGINT,
  birth_month     BIGINT,
  birth_day       BIGINT,
  birth_year      BIGINT,
  lang            TEXT,
  tags            TEXT   NOT NULL,
  notes           TEXT   NOT NULL,
  store           UUID,
  source          TEXT   NOT NULL,
  contact         UUID,
  created_at      BIGINT NOT NULL,
  changed_at      BIGINT NOT NULL,
  erased_at       BIGINT,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX member_code ON member (org, code);
CREATE UNIQUE INDEX member_phone ON member (org, phone);
CREATE INDEX member_phone_back ON member (org, phone_back);
CREATE INDEX member_email ON member (org, email_key);
CREATE INDEX member_name ON member (org, name_key, id);
CREATE INDEX member_last ON member (org, last_key, id);
CREATE INDEX member_store ON member (org, store, id);
CREATE INDEX member_contact ON member (org, contact);
CREATE INDEX member_birthday ON member (org, birth_month, birth_day);

CREATE TABLE member_tag (
  org    UUID     NOT NULL,
  tag    {{text}} NOT NULL,
  member UUID     NOT NULL,
  PRIMARY KEY (org, tag, member)
);
CREATE INDEX member_tag_of ON member_tag (org, member);

-- Append-only: the newest row of a kind says what holds.
CREATE TABLE consent (
  org     UUID    NOT NULL,
  id      UUID    NOT NULL,
  member  UUID    NOT NULL,
  kind    TEXT    NOT NULL,
  state   TEXT    NOT NULL,
  at      BIGINT  NOT NULL,
  wording TEXT    NOT NULL,
  place   TEXT    NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE INDEX consent_member ON consent (org, member, kind, id);

-- One row per stay in a group; a stay ends once and is never taken away.
CREATE TABLE membership (
  org       UUID   NOT NULL,
  id        UUID   NOT NULL,
  member    UUID   NOT NULL,
  grp       UUID   NOT NULL,
  series    UUID   NOT NULL,
  store     UUID,
  link      UUID,
  source    TEXT   NOT NULL,
  staff     UUID,
  joined_at BIGINT NOT NULL,
  left_at   BIGINT,
  left_why  TEXT,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX membership_now ON membership (org, member, grp) WHERE left_at IS NULL;
CREATE INDEX membership_member ON membership (org, member, id);
CREATE INDEX membership_group ON membership (org, grp, id);
CREATE INDEX membership_link ON membership (org, link, id);

CREATE TABLE link (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  code       TEXT   NOT NULL,
  name       TEXT   NOT NULL,
  source     TEXT   NOT NULL,
  series     UUID   NOT NULL,
  store      UUID,
  grp        UUID,
  staff      UUID,
  tags       TEXT   NOT NULL,
  gift       UUID,
  headline   TEXT   NOT NULL,
  ask_phone  TEXT   NOT NULL,
  lang       TEXT,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  closed_at  BIGINT,
  scans      BIGINT NOT NULL DEFAULT 0,
  joins      BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX link_code ON link (org, code);
CREATE INDEX link_staff ON link (org, staff);

-- Somebody waits to be let in: by the host, by a receipt, or by the clock.
CREATE TABLE application (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  member     UUID   NOT NULL,
  grp        UUID   NOT NULL,
  series     UUID   NOT NULL,
  store      UUID,
  link       UUID,
  source     TEXT   NOT NULL,
  staff      UUID,
  threshold  TEXT   NOT NULL,
  question   TEXT   NOT NULL,
  answer     TEXT   NOT NULL,
  state      TEXT   NOT NULL,
  made_at    BIGINT NOT NULL,
  due_at     BIGINT,
  decided_at BIGINT,
  decided_by UUID,
  gift       UUID,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX application_now ON application (org, member, series) WHERE state = 'waiting';
CREATE INDEX application_state ON application (org, state, id);

-- A device that says whose it is and has to show it. Only the hash of the code is kept.
CREATE TABLE proof (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  way        TEXT   NOT NULL,
  code_hash  {{bytes}} NOT NULL,
  session    UUID   NOT NULL,
  member     UUID,
  made_at    BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  tries      BIGINT NOT NULL DEFAULT 0,
  used_at    BIGINT,
  PRIMARY KEY (org, id)
);
CREATE INDEX proof_code ON proof (org, code_hash);
CREATE INDEX proof_session ON proof (org, session, id);

-- A file on its way in. Lines that were refused are kept until it is looked at.
CREATE TABLE import (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  kind       TEXT   NOT NULL,
  file_name  TEXT   NOT NULL,
  state      TEXT   NOT NULL,
  mapping    TEXT   NOT NULL,
  options    TEXT   NOT NULL,
  summary    TEXT   NOT NULL,
  size       BIGINT NOT NULL,
  staff      UUID,
  made_at    BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE TABLE import_part (
  org    UUID   NOT NULL,
  import UUID   NOT NULL,
  number BIGINT NOT NULL,
  data   {{bytes}} NOT NULL,
  PRIMARY KEY (org, import, number)
);
CREATE TABLE import_reject (
  org    UUID   NOT NULL,
  import UUID   NOT NULL,
  line   BIGINT NOT NULL,
  reason TEXT   NOT NULL,
  row    TEXT   NOT NULL,
  PRIMARY KEY (org, import, line)
);
