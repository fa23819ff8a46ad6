-- Money that members left with the shop. How much there is of it is in the ledger; these rows say by
-- what deeds it came to that, so that a change of the past can be replayed.

-- One row per org. state: open or closed for top-ups. bonuses: JSON. spending: bonus_first or
-- principal_first. forfeits: proportion or whole. refund_days: NULL for at any time. least, most:
-- of one top-up. cap_named, cap_unnamed: of a balance; NULL for none.
CREATE TABLE wallet_plan (
  org         UUID   NOT NULL,
  state       TEXT   NOT NULL,
  bonuses     TEXT   NOT NULL,
  spending    TEXT   NOT NULL,
  forfeits    TEXT   NOT NULL,
  refund_days BIGINT,
  least       BIGINT NOT NULL,
  most        BIGINT NOT NULL,
  cap_named   BIGINT,
  cap_unnamed BIGINT,
  changed_at  BIGINT NOT NULL,
  PRIMARY KEY (org)
);

-- One row per member who ever had a wallet. acts: how many there were, the number of the last.
-- principal, bonus: what the ledger says after it, kept here so that a list can be turned in pages.
CREATE TABLE wallet (
  org        UUID   NOT NULL,
  member     UUID   NOT NULL,
  acts       BIGINT NOT NULL,
  principal  BIGINT NOT NULL,
  bonus      BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (org, member)
);

-- number: the order of a member's acts, whatever a clock said. kind: top_up, payment or refund.
-- amount: of a top-up what was paid in, of a payment what it takes now, of a refund what was paid
-- out. granted: the bonus that a top-up brought. rule: the order of spending, or the rule of
-- forfeiting, that was in force. principal, bonus: how the ledger has it split. id of a payment:
-- that of its purchase.
CREATE TABLE wallet_act (
  org       UUID   NOT NULL,
  id        UUID   NOT NULL,
  member    UUID   NOT NULL,
  number    BIGINT NOT NULL,
  kind      TEXT   NOT NULL,
  at        BIGINT NOT NULL,
  amount    BIGINT NOT NULL,
  granted   BIGINT NOT NULL,
  rule      TEXT   NOT NULL,
  principal BIGINT NOT NULL,
  bonus     BIGINT NOT NULL,
  store     UUID,
  staff     UUID,
  undone_at BIGINT,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX wallet_act_order ON wallet_act (org, member, number);
CREATE INDEX wallet_act_kind ON wallet_act (org, kind, at, id);

-- What was posted on a local day, `2026-03-02`; a difference counts on the day it was found.
CREATE TABLE wallet_day (
  org            UUID   NOT NULL,
  day            TEXT   NOT NULL,
  topped_up      BIGINT NOT NULL,
  given          BIGINT NOT NULL,
  spent          BIGINT NOT NULL,
  spent_bonus    BIGINT NOT NULL,
  refunded       BIGINT NOT NULL,
  forfeited      BIGINT NOT NULL,
  PRIMARY KEY (org, day)
);
