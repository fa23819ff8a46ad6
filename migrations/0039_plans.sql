-- Paid membership: plans that are sold, and the periods that members paid for. What is paid and not yet
-- earned is in the ledger.

-- plan: JSON, what it costs and gives. state: open or closed.
CREATE TABLE plan (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  plan       TEXT   NOT NULL,
  state      TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org, id)
);

-- anchor, number: the period begins number months (or quarters, years) after the anchor. first_day,
-- last_day: local days, with both ends; ends: the last day on which it counts, earlier than last_day
-- after a refund. rule: JSON, the plan as it was when this was bought. stage: what was done for it so
-- far. due: the day on which the next of it is due; empty for none.
CREATE TABLE plan_term (
  org         UUID   NOT NULL,
  id          UUID   NOT NULL,
  plan        UUID   NOT NULL,
  member      UUID   NOT NULL,
  anchor      TEXT   NOT NULL,
  number      BIGINT NOT NULL,
  first_day   TEXT   NOT NULL,
  last_day    TEXT   NOT NULL,
  ends        TEXT   NOT NULL,
  rule        TEXT   NOT NULL,
  store       UUID,
  staff       UUID,
  renewal     BOOLEAN NOT NULL,
  bought_at   BIGINT NOT NULL,
  posting     UUID   NOT NULL,
  refunded    BIGINT NOT NULL,
  refunded_at BIGINT,
  voucher     UUID,
  stage       TEXT   NOT NULL,
  due         TEXT   NOT NULL,
  undone_at   BIGINT,
  PRIMARY KEY (org, id)
);
CREATE INDEX plan_term_member ON plan_term (org, member, id);
CREATE INDEX plan_term_plan ON plan_term (org, plan, id);
CREATE INDEX plan_term_due ON plan_term (org, due);
