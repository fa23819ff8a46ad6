-- Gifts and their vouchers, purchases, visits, stamp cards, and what was done at the counter.
-- How many there are of anything is in the ledger; these rows say which, whose, when and where.

-- kind: lead, raffle, reward or stamp. name, packing: JSON by language. stores: JSON, empty for all.
-- per_member: 0 for no limit. returns: whether what nobody collected goes back to the stock.
-- series: the lead gift of one series; NULL for all. playbook_key: its name in the playbook.
CREATE TABLE gift (
  org          UUID    NOT NULL,
  id           UUID    NOT NULL,
  kind         TEXT    NOT NULL,
  name         TEXT    NOT NULL,
  packing      TEXT    NOT NULL,
  cost         BIGINT  NOT NULL,
  perceived    BIGINT  NOT NULL,
  per_member   BIGINT  NOT NULL,
  valid_days   BIGINT,
  stores       TEXT    NOT NULL,
  returns      BOOLEAN NOT NULL,
  state        TEXT    NOT NULL,
  picture      UUID,
  series       UUID,
  playbook_key TEXT,
  created_at   BIGINT  NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE INDEX gift_kind ON gift (org, kind, state);

CREATE TABLE gift_picture (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  bytes      {{bytes}} NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org, id)
);

-- state: issued, redeemed, expired or withdrawn. store, group_id, series, link, staff: by what way
-- it came. posting: the transfers that gave it.
CREATE TABLE voucher (
  org         UUID   NOT NULL,
  id          UUID   NOT NULL,
  code        TEXT   NOT NULL,
  gift        UUID   NOT NULL,
  member      UUID   NOT NULL,
  source      TEXT   NOT NULL,
  state       TEXT   NOT NULL,
  cost        BIGINT NOT NULL,
  issued_at   BIGINT NOT NULL,
  expires_at  BIGINT,
  ended_at    BIGINT,
  store       UUID,
  group_id    UUID,
  series      UUID,
  link        UUID,
  staff       UUID,
  posting     UUID   NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX voucher_code ON voucher (org, code);
CREATE INDEX voucher_member ON voucher (org, member, id);
CREATE INDEX voucher_gift ON voucher (org, gift, state);
CREATE INDEX voucher_end ON voucher (org, state, expires_at);

-- At most one that stands per voucher.
CREATE TABLE redemption (
  org       UUID   NOT NULL,
  id        UUID   NOT NULL,
  voucher   UUID   NOT NULL,
  gift      UUID   NOT NULL,
  member    UUID   NOT NULL,
  store     UUID,
  staff     UUID,
  at        BIGINT NOT NULL,
  cost      BIGINT NOT NULL,
  posting   UUID   NOT NULL,
  undone_at BIGINT,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX redemption_once ON redemption (org, voucher) WHERE undone_at IS NULL;
CREATE INDEX redemption_gift ON redemption (org, gift, at);

-- day: the local day as 2026-03-02. reference: the till's own number. receipt: our code for the
-- slip. settled: a till's file told the same purchase that the counter had typed. Returns are rows
-- of a table of their own that point here; an amount is never changed.
CREATE TABLE purchase (
  org       UUID    NOT NULL,
  id        UUID    NOT NULL,
  member    UUID,
  store     UUID    NOT NULL,
  staff     UUID,
  amount    BIGINT  NOT NULL,
  items     BIGINT  NOT NULL,
  at        BIGINT  NOT NULL,
  day       TEXT    NOT NULL,
  reference TEXT,
  receipt   TEXT,
  source    TEXT    NOT NULL,
  first     BOOLEAN NOT NULL,
  settled   UUID,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX purchase_reference ON purchase (org, store, reference) WHERE reference IS NOT NULL;
CREATE UNIQUE INDEX purchase_receipt ON purchase (org, receipt) WHERE receipt IS NOT NULL;
CREATE UNIQUE INDEX purchase_settled ON purchase (org, settled) WHERE settled IS NOT NULL;
CREATE INDEX purchase_member ON purchase (org, member, at);
CREATE INDEX purchase_day ON purchase (org, store, day);
CREATE INDEX purchase_at ON purchase (org, at, id);

-- One per member, store and local day, however often it is tapped. purchase: what was bought.
CREATE TABLE visit (
  org      UUID   NOT NULL,
  id       UUID   NOT NULL,
  member   UUID   NOT NULL,
  store    UUID   NOT NULL,
  day      TEXT   NOT NULL,
  at       BIGINT NOT NULL,
  staff    UUID,
  purchase UUID,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX visit_once ON visit (org, member, store, day);
CREATE INDEX visit_day ON visit (org, store, day);

-- One row per member: what the counter and the lists ask most often.
CREATE TABLE custom (
  org             UUID   NOT NULL,
  member          UUID   NOT NULL,
  visits          BIGINT NOT NULL,
  purchases       BIGINT NOT NULL,
  spent           BIGINT NOT NULL,
  first_bought_at BIGINT,
  last_here_at    BIGINT,
  PRIMARY KEY (org, member)
);

-- each: visit or purchase. least: the smallest purchase that counts.
CREATE TABLE stamp_card (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  series     UUID,
  name       TEXT   NOT NULL,
  needs      BIGINT NOT NULL,
  each       TEXT   NOT NULL,
  least      BIGINT NOT NULL,
  gift       UUID   NOT NULL,
  state      TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org, id)
);

-- mark: the local day, or the purchase that earned it. times: how often it was stamped, because an
-- undone stamp may be earned again. posting: the stamp's transfer. fill: the transfer that took a
-- full card when this stamp filled it.
CREATE TABLE stamp (
  org     UUID    NOT NULL,
  card    UUID    NOT NULL,
  member  UUID    NOT NULL,
  mark    TEXT    NOT NULL,
  at      BIGINT  NOT NULL,
  store   UUID,
  staff   UUID,
  times   BIGINT  NOT NULL,
  undone  BOOLEAN NOT NULL,
  posting UUID    NOT NULL,
  fill    UUID,
  voucher UUID,
  PRIMARY KEY (org, card, member, mark)
);
CREATE INDEX stamp_member ON stamp (org, member, card, at);

-- One submit of the counter's form. done: JSON, what it did, for its answer page and its undoing.
CREATE TABLE operation (
  org       UUID   NOT NULL,
  id        UUID   NOT NULL,
  store     UUID   NOT NULL,
  staff     UUID   NOT NULL,
  device    UUID   NOT NULL,
  member    UUID   NOT NULL,
  at        BIGINT NOT NULL,
  done      TEXT   NOT NULL,
  undone_at BIGINT,
  PRIMARY KEY (org, id)
);
CREATE INDEX operation_device ON operation (org, device, at);

-- What a till calls its customers.
CREATE TABLE customer (
  org    UUID NOT NULL,
  number TEXT NOT NULL,
  member UUID NOT NULL,
  PRIMARY KEY (org, number)
);
CREATE INDEX customer_member ON customer (org, member);
