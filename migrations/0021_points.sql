-- Points programs and what became of them; the goods of a purchase, and what came back of them.
-- How many points there are is in the ledger; these rows say why, and where everybody stands.

-- name: JSON by language. state: open or closed.
CREATE TABLE points_program (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  name       TEXT   NOT NULL,
  state      TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org, id)
);

-- What a program promised from an instant on. Versions are added, never changed.
CREATE TABLE points_version (
  org     UUID   NOT NULL,
  program UUID   NOT NULL,
  since   BIGINT NOT NULL,
  terms   TEXT   NOT NULL,
  PRIMARY KEY (org, program, since)
);

-- Where a member stands, folded up to now_at. standing: JSON. due_at: when time by itself changes
-- something next, or its owner is to be told of an end. told_at: the last end they were told of.
CREATE TABLE points_standing (
  org      UUID   NOT NULL,
  program  UUID   NOT NULL,
  member   UUID   NOT NULL,
  now_at   BIGINT NOT NULL,
  balance  BIGINT NOT NULL,
  pending  BIGINT NOT NULL,
  owed     BIGINT NOT NULL,
  due_at   BIGINT,
  told_at  BIGINT,
  standing TEXT   NOT NULL,
  PRIMARY KEY (org, program, member)
);
CREATE INDEX points_standing_member ON points_standing (org, member);
CREATE INDEX points_standing_due ON points_standing (org, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX points_standing_most ON points_standing (org, program, balance, member);

-- The steps of a member's history: those that a fact led to, and those that time did. fact: JSON,
-- none of time's. flows, told: JSON. subject: the id of what it was about. note: a person's words.
CREATE TABLE points_entry (
  org           UUID   NOT NULL,
  program       UUID   NOT NULL,
  member        UUID   NOT NULL,
  at            BIGINT NOT NULL,
  id            UUID   NOT NULL,
  kind          TEXT   NOT NULL,
  points        BIGINT NOT NULL,
  fact          TEXT,
  flows         TEXT   NOT NULL,
  told          TEXT   NOT NULL,
  pending_until BIGINT,
  purchase      UUID,
  subject       TEXT,
  note          TEXT   NOT NULL,
  store         UUID,
  staff         UUID,
  PRIMARY KEY (org, program, member, at, id)
);
CREATE INDEX points_entry_purchase ON points_entry (org, purchase) WHERE purchase IS NOT NULL;
CREATE INDEX points_entry_id ON points_entry (org, id);

-- The goods of a purchase, numbered from 1; a purchase without rows is one line of all its items.
-- amount: of all pieces of the line.
CREATE TABLE purchase_line (
  org      UUID   NOT NULL,
  purchase UUID   NOT NULL,
  line     BIGINT NOT NULL,
  product  TEXT,
  category TEXT,
  quantity BIGINT NOT NULL,
  amount   BIGINT NOT NULL,
  PRIMARY KEY (org, purchase, line)
);

-- What came back of it since, of the amount.
ALTER TABLE purchase ADD COLUMN returned BIGINT NOT NULL DEFAULT 0;

-- What came back of a purchase, in one go. member: whose purchase it was. amount: what the goods had
-- cost. money: what the till paid out (below zero: collected). points, wallet: given back of what had
-- paid.
-- reason: a person's words.
CREATE TABLE purchase_return (
  org       UUID   NOT NULL,
  id        UUID   NOT NULL,
  purchase  UUID   NOT NULL,
  member    UUID,
  store     UUID   NOT NULL,
  staff     UUID,
  at        BIGINT NOT NULL,
  amount    BIGINT NOT NULL,
  money     BIGINT NOT NULL,
  points    BIGINT NOT NULL,
  wallet    BIGINT NOT NULL,
  reason    TEXT   NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE INDEX purchase_return_of ON purchase_return (org, purchase, at);
CREATE INDEX purchase_return_at ON purchase_return (org, at, id);

CREATE TABLE return_line (
  org      UUID   NOT NULL,
  id       UUID   NOT NULL,
  line     BIGINT NOT NULL,
  quantity BIGINT NOT NULL,
  amount   BIGINT NOT NULL,
  PRIMARY KEY (org, id, line)
);
