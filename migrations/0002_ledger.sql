-- The ledger: the journal is the truth; every other table here is read off it and can be thrown
-- away and rebuilt. Nothing refers to anything by foreign key: rows come in bulk, in any order.

CREATE TABLE journal (
  org    UUID   NOT NULL,
  number BIGINT NOT NULL,
  at     BIGINT NOT NULL,
  hash   {{bytes}} NOT NULL,
  body   TEXT   NOT NULL,
  PRIMARY KEY (org, number)
);

-- number: the last journal row that changed the account.
CREATE TABLE account (
  org     UUID   NOT NULL,
  key     {{text}} NOT NULL,
  unit    TEXT   NOT NULL,
  floor   BIGINT,
  balance BIGINT NOT NULL,
  held    BIGINT NOT NULL,
  number  BIGINT NOT NULL,
  PRIMARY KEY (org, key)
);
CREATE INDEX account_unit ON account (org, unit);

-- original: the posting that this one reverses, or the reservation that it takes.
CREATE TABLE posting (
  org      UUID   NOT NULL,
  id       UUID   NOT NULL,
  number   BIGINT NOT NULL,
  leaf     BIGINT NOT NULL,
  at       BIGINT NOT NULL,
  kind     TEXT   NOT NULL,
  reason   TEXT   NOT NULL,
  subject  TEXT   NOT NULL,
  print    {{bytes}} NOT NULL,
  original UUID,
  PRIMARY KEY (org, id)
);
-- number, leaf: journal row and line in it.
CREATE UNIQUE INDEX posting_row ON posting (org, number, leaf);
CREATE INDEX posting_original ON posting (org, original) WHERE original IS NOT NULL;

-- number, leaf, place: journal row, line in it, line in the posting. lots: JSON, or NULL.
CREATE TABLE transfer (
  org     UUID   NOT NULL,
  number  BIGINT NOT NULL,
  leaf    BIGINT NOT NULL,
  place   BIGINT NOT NULL,
  posting UUID   NOT NULL,
  source  {{text}} NOT NULL,
  target  {{text}} NOT NULL,
  unit    TEXT   NOT NULL,
  amount  BIGINT NOT NULL,
  lots    TEXT,
  PRIMARY KEY (org, number, leaf, place)
);
CREATE INDEX transfer_source ON transfer (org, source, number, leaf, place);
CREATE INDEX transfer_target ON transfer (org, target, number, leaf, place);

-- Open lots. ends: 9223372036854775807 when they never do. A lot without rest is deleted at once,
-- found by the partial index.
CREATE TABLE lot (
  org     UUID   NOT NULL,
  account {{text}} NOT NULL,
  ends    BIGINT NOT NULL,
  unit    TEXT   NOT NULL,
  amount  BIGINT NOT NULL,
  held    BIGINT NOT NULL,
  PRIMARY KEY (org, account, ends)
);
CREATE INDEX lot_ends ON lot (org, unit, ends);
CREATE INDEX lot_spent ON lot (org) WHERE amount = 0;

-- Open reservations, with the entry that made them.
CREATE TABLE reservation (
  org    UUID   NOT NULL,
  id     UUID   NOT NULL,
  until  BIGINT NOT NULL,
  number BIGINT NOT NULL,
  entry  TEXT   NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE INDEX reservation_until ON reservation (org, until, id);
