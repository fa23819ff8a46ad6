-- One row per fact worth counting, its sums by day, and where each person stands.
-- A fact that is nobody's or nowhere carries the nil id, so that sums have one row each.

CREATE TABLE fact (
  org     UUID   NOT NULL,
  number  BIGINT NOT NULL,
  kind    TEXT   NOT NULL,
  at      BIGINT NOT NULL,
  day     BIGINT NOT NULL,
  member  UUID   NOT NULL,
  store   UUID   NOT NULL,
  grp     UUID   NOT NULL,
  link    UUID   NOT NULL,
  staff   UUID   NOT NULL,
  gift    UUID   NOT NULL,
  source  TEXT   NOT NULL,
  amount  BIGINT NOT NULL,
  pieces  BIGINT NOT NULL,
  PRIMARY KEY (org, number, kind)
);
CREATE INDEX fact_day ON fact (org, kind, day, number);
CREATE INDEX fact_member ON fact (org, member, number);

CREATE TABLE fact_day_sum (
  org     UUID   NOT NULL,
  kind    TEXT   NOT NULL,
  day     BIGINT NOT NULL,
  store   UUID   NOT NULL,
  grp     UUID   NOT NULL,
  link    UUID   NOT NULL,
  staff   UUID   NOT NULL,
  gift    UUID   NOT NULL,
  source  TEXT   NOT NULL,
  pieces  BIGINT NOT NULL,
  amount  BIGINT NOT NULL,
  PRIMARY KEY (org, kind, day, store, grp, link, staff, gift, source)
);

-- Where a person came from and how far they have come. A stage is the day it was first reached.
CREATE TABLE person_stage (
  org       UUID   NOT NULL,
  member    UUID   NOT NULL,
  store     UUID   NOT NULL,
  grp       UUID   NOT NULL,
  link      UUID   NOT NULL,
  staff     UUID   NOT NULL,
  gift      UUID   NOT NULL,
  source    TEXT   NOT NULL,
  known     BIGINT NOT NULL,
  joined    BIGINT,
  took_part BIGINT,
  received  BIGINT,
  bought    BIGINT,
  again     BIGINT,
  last_seen BIGINT NOT NULL,
  purchases BIGINT NOT NULL,
  spent     BIGINT NOT NULL,
  PRIMARY KEY (org, member)
);
CREATE INDEX person_seen ON person_stage (org, last_seen);
