-- Vouchers that take something off a purchase.

-- terms: JSON; an empty object is a thing that is handed over by itself.
ALTER TABLE gift ADD COLUMN terms TEXT NOT NULL DEFAULT '{}';

-- ending_told: its owner was told that it will soon be over.
ALTER TABLE voucher ADD COLUMN ending_told BOOLEAN NOT NULL DEFAULT FALSE;

-- purchase: what it was used with; NULL for a thing handed over by itself. use_number: which use of a
-- card stands here, from 0.
ALTER TABLE redemption ADD COLUMN purchase UUID;
ALTER TABLE redemption ADD COLUMN use_number BIGINT NOT NULL DEFAULT 0;
DROP INDEX redemption_once;
CREATE UNIQUE INDEX redemption_once ON redemption (org, voucher, use_number) WHERE undone_at IS NULL;
CREATE INDEX redemption_purchase ON redemption (org, purchase);

-- What was taken off before it was paid: amount is what was to be paid.
ALTER TABLE purchase ADD COLUMN taken_off BIGINT NOT NULL DEFAULT 0;

-- What each voucher took off each line (from 1; 1 for a purchase of which only the amount is known).
CREATE TABLE purchase_cut (
  org       UUID   NOT NULL,
  purchase  UUID   NOT NULL,
  line      BIGINT NOT NULL,
  voucher   UUID   NOT NULL,
  taken_off BIGINT NOT NULL,
  PRIMARY KEY (org, purchase, line, voucher)
);

-- What holds for all vouchers of a shop together; no row: no limits but the program's own.
CREATE TABLE bill_policy (
  org           UUID   NOT NULL,
  most_percent  BIGINT NOT NULL,
  most_vouchers BIGINT NOT NULL,
  PRIMARY KEY (org)
);

-- Printed slips. secret: what the codes are made from; NULL once the batch is sealed or void. state:
-- making, ready or void. hash: SHA-256 of the code, in hexadecimal.
CREATE TABLE print_batch (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  gift       UUID   NOT NULL,
  pieces     BIGINT NOT NULL,
  made       BIGINT NOT NULL,
  note       TEXT   NOT NULL,
  state      TEXT   NOT NULL,
  secret     BYTEA,
  staff      UUID,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE INDEX print_batch_gift ON print_batch (org, gift, id);
CREATE TABLE print_code (
  org      UUID   NOT NULL,
  hash     TEXT   NOT NULL,
  batch    UUID   NOT NULL,
  number   BIGINT NOT NULL,
  voucher  UUID,
  taken_at BIGINT,
  PRIMARY KEY (org, hash)
);
CREATE INDEX print_code_batch ON print_code (org, batch, number);
