-- Member prices: what takes something off a purchase with no voucher in anybody's hand.

-- rule: JSON, what it takes off, for whom, when and where. state: open or closed.
CREATE TABLE price_rule (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  rule       TEXT   NOT NULL,
  state      TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE INDEX price_rule_state ON price_rule (org, state, id);

-- What each rule took off a purchase, in minor units: purchase.amount is what was to be paid after it.
CREATE TABLE price_taken (
  org       UUID   NOT NULL,
  purchase  UUID   NOT NULL,
  rule      UUID   NOT NULL,
  taken_off BIGINT NOT NULL,
  PRIMARY KEY (org, purchase, rule)
);
CREATE INDEX price_taken_rule ON price_taken (org, rule);
