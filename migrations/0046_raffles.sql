-- Raffles: what was signed of each, who put in how many tickets, and what came out. How many tickets
-- somebody has, and where the prizes lie, is in the ledger.

-- What a shop signs its draws with: one key, made with its first raffle. It never leaves.
CREATE TABLE draw_key (
  org            UUID   NOT NULL,
  signing_secret TEXT   NOT NULL,
  created_at     BIGINT NOT NULL,
  PRIMARY KEY (org)
);

-- What was signed: opening at the announcement, closing, and the proof. edge: the right edge of the log of
-- entries. draw_secret is shown by the proof; order_secret: of an instant raffle, the prize of each place.
-- draws_at: before that instant members may still show their nonces. called_off_at: nothing was drawn.
CREATE TABLE raffle (
  org           UUID   NOT NULL,
  id            UUID   NOT NULL,
  draw_secret   TEXT   NOT NULL,
  order_secret  TEXT,
  opening       TEXT   NOT NULL,
  edge          TEXT   NOT NULL,
  entries       BIGINT NOT NULL,
  entrants      BIGINT NOT NULL,
  tickets       BIGINT NOT NULL,
  closing       TEXT,
  closed_at     BIGINT,
  draws_at      BIGINT,
  proof         TEXT,
  drawn_at      BIGINT,
  called_off_at BIGINT,
  PRIMARY KEY (org, id)
);

-- A leaf of the log, at its place from 0. label: what the proof calls the entrant, who is nobody there.
-- nonce: what the entrant is bound to; shown: the nonce itself, from the closing on. free, bought: of
-- the tickets. out: why they do not count (staff, withdrawn, duplicate, refunded).
CREATE TABLE raffle_entry (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  raffle     UUID   NOT NULL,
  place      BIGINT NOT NULL,
  member     UUID   NOT NULL,
  label      TEXT   NOT NULL,
  number     BIGINT NOT NULL,
  tickets    BIGINT NOT NULL,
  free       BIGINT NOT NULL,
  bought     BIGINT NOT NULL,
  points     BIGINT NOT NULL,
  nonce      TEXT,
  shown      TEXT,
  receipt    TEXT   NOT NULL,
  at         BIGINT NOT NULL,
  store      UUID,
  staff      UUID,
  out        TEXT,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX raffle_entry_place ON raffle_entry (org, raffle, place);
CREATE INDEX raffle_entry_member ON raffle_entry (org, member, raffle, id);

-- A ticket that came out, in the order of the proof. state: due (its voucher is about to be given), held,
-- collected, lapsed, withdrawn or passed (drawn again). why: the reason of a reroll.
CREATE TABLE raffle_pick (
  org      UUID   NOT NULL,
  id       UUID   NOT NULL,
  raffle   UUID   NOT NULL,
  number   BIGINT NOT NULL,
  prize    BIGINT NOT NULL,
  entry    UUID   NOT NULL,
  member   UUID   NOT NULL,
  state    TEXT   NOT NULL,
  voucher  UUID,
  until    BIGINT,
  at       BIGINT NOT NULL,
  ended_at BIGINT,
  why      TEXT,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX raffle_pick_number ON raffle_pick (org, raffle, number);
CREATE INDEX raffle_pick_state ON raffle_pick (org, raffle, state, until);
CREATE UNIQUE INDEX raffle_pick_voucher ON raffle_pick (org, voucher) WHERE voucher IS NOT NULL;
CREATE INDEX raffle_pick_member ON raffle_pick (org, member, raffle);

-- Tickets that somebody was given. source: given (by staff) or purchase.
CREATE TABLE raffle_grant (
  org       UUID   NOT NULL,
  id        UUID   NOT NULL,
  raffle    UUID   NOT NULL,
  member    UUID   NOT NULL,
  tickets   BIGINT NOT NULL,
  source    TEXT   NOT NULL,
  purchase  UUID,
  at        BIGINT NOT NULL,
  store     UUID,
  staff     UUID,
  undone_at BIGINT,
  PRIMARY KEY (org, id)
);
CREATE INDEX raffle_grant_member ON raffle_grant (org, member, raffle);
CREATE UNIQUE INDEX raffle_grant_purchase ON raffle_grant (org, raffle, purchase)
  WHERE purchase IS NOT NULL;
CREATE INDEX raffle_grant_taken ON raffle_grant (org, purchase) WHERE purchase IS NOT NULL;
