-- What members take part in: an activity's plan, and what came of a flash sale. How much is left of
-- anything, and what a member may still have, is in the ledger.

-- kind: flash_sale. plan, terms: JSON, what all activities share and what one kind is made of.
-- state: draft, checked, scheduled, open, closed, settled or archived. due_at: when a job looks at it
-- next; NULL for never.
CREATE TABLE activity (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  kind       TEXT   NOT NULL,
  state      TEXT   NOT NULL,
  plan       TEXT   NOT NULL,
  terms      TEXT   NOT NULL,
  opens_at   BIGINT NOT NULL,
  closes_at  BIGINT NOT NULL,
  due_at     BIGINT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE INDEX activity_state ON activity (org, state, kind);

-- What somebody took. state: held, collected, lapsed or withdrawn. until: collected before that
-- instant, or it goes back. points: what was paid. store, staff: who claimed it for them at a counter.
-- posted_for: whose accounts the voucher's posting names, when two records became one since.
CREATE TABLE flash_claim (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  sale       UUID   NOT NULL,
  member     UUID   NOT NULL,
  voucher    UUID   NOT NULL,
  state      TEXT   NOT NULL,
  points     BIGINT NOT NULL,
  day        TEXT   NOT NULL,
  at         BIGINT NOT NULL,
  until      BIGINT NOT NULL,
  ended_at   BIGINT,
  store      UUID,
  staff      UUID,
  posted_for UUID,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX flash_claim_voucher ON flash_claim (org, voucher);
CREATE INDEX flash_claim_sale ON flash_claim (org, sale, state, until);
CREATE INDEX flash_claim_member ON flash_claim (org, member, id);

-- A place on a waiting list; the list is in the order of ids. state: waiting, offered (a piece lies
-- aside until then), taken, missed, left or over (the sale closed).
CREATE TABLE flash_place (
  org      UUID   NOT NULL,
  id       UUID   NOT NULL,
  sale     UUID   NOT NULL,
  member   UUID   NOT NULL,
  state    TEXT   NOT NULL,
  at       BIGINT NOT NULL,
  until    BIGINT,
  ended_at BIGINT,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX flash_place_once ON flash_place (org, sale, member)
  WHERE state IN ('waiting', 'offered');
CREATE INDEX flash_place_sale ON flash_place (org, sale, state, id);
CREATE INDEX flash_place_member ON flash_place (org, member, id);
