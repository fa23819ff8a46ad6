-- What employees may give away by themselves. How much is left of it is in the ledger.

-- allowance: JSON, which gifts, how much in which period, and who. state: open or closed.
CREATE TABLE allowance (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  allowance  TEXT   NOT NULL,
  state      TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org, id)
);

-- amount: pieces or minor units of the allowance. period: the first local day of it. redemption: when
-- it was handed over at once.
CREATE TABLE giving (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  allowance  UUID   NOT NULL,
  staff      UUID   NOT NULL,
  member     UUID   NOT NULL,
  gift       UUID   NOT NULL,
  voucher    UUID   NOT NULL,
  redemption UUID,
  store      UUID,
  period     TEXT   NOT NULL,
  amount     BIGINT NOT NULL,
  cost       BIGINT NOT NULL,
  reason     TEXT   NOT NULL,
  at         BIGINT NOT NULL,
  posting    UUID   NOT NULL,
  undone_at  BIGINT,
  PRIMARY KEY (org, id)
);
CREATE INDEX giving_staff ON giving (org, staff, id);
CREATE INDEX giving_member ON giving (org, member, id);
CREATE INDEX giving_allowance ON giving (org, allowance, period);

-- Which member an employee is.
CREATE TABLE own_member (
  org    UUID NOT NULL,
  staff  UUID NOT NULL,
  member UUID NOT NULL,
  PRIMARY KEY (org, staff)
);
CREATE INDEX own_member_member ON own_member (org, member);
