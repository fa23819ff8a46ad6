-- Group buys: teams, and places in them. How many places a team or a group buy still has is in the ledger.

-- code: the invitation's. state: open, made (enough people), failed (too few) or left (nobody is in it).
-- people: in it now, or when it was decided. price: what one is at the till, of one that was made.
-- until: when it is decided.
CREATE TABLE buy_team (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  buy        UUID   NOT NULL,
  code       TEXT   NOT NULL,
  state      TEXT   NOT NULL,
  people     BIGINT NOT NULL,
  price      BIGINT,
  started_at BIGINT NOT NULL,
  until      BIGINT NOT NULL,
  ended_at   BIGINT,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX buy_team_code ON buy_team (org, code);
CREATE INDEX buy_team_buy ON buy_team (org, buy, state, until);

-- A member's place. state: seated (the team is not decided), due (their ticket or refund is on its way),
-- held (a ticket waits for them), collected, lapsed, withdrawn, refunded (the team failed) or left. points,
-- deposit: what was paid, which goes back unless it is collected. day: the local day, whose limit it
-- counted in. until: collected before that instant. store, staff: who took it for them at a counter.
CREATE TABLE buy_seat (
  org      UUID   NOT NULL,
  id       UUID   NOT NULL,
  team     UUID   NOT NULL,
  buy      UUID   NOT NULL,
  member   UUID   NOT NULL,
  state    TEXT   NOT NULL,
  points   BIGINT NOT NULL,
  deposit  BIGINT NOT NULL,
  day      TEXT   NOT NULL,
  at       BIGINT NOT NULL,
  voucher  UUID,
  until    BIGINT,
  ended_at BIGINT,
  store    UUID,
  staff    UUID,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX buy_seat_once ON buy_seat (org, team, member) WHERE state = 'seated';
CREATE UNIQUE INDEX buy_seat_voucher ON buy_seat (org, voucher);
CREATE INDEX buy_seat_team ON buy_seat (org, team, id);
CREATE INDEX buy_seat_buy ON buy_seat (org, buy, state, until);
CREATE INDEX buy_seat_member ON buy_seat (org, member, id);
