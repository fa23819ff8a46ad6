-- Red packets: how one was split, who got which share, and what was handed out elsewhere. Plan and terms
-- are an activity's; how much of a packet is left is in the ledger.

-- From the announcement on. commitment: the hash that is published then. secret: what it commits to, shown
-- when the packet is over. luckiest: the place of the largest share that was taken, known when it is over;
-- NULL when shares are equal or nobody came. returned: what went back to the shop.
CREATE TABLE red_packet (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  commitment TEXT   NOT NULL,
  secret     {{bytes}} NOT NULL,
  luckiest   BIGINT,
  returned   BIGINT,
  PRIMARY KEY (org, id)
);

-- The shares in the order in which they are taken, some hundreds in a row. shares_secret: JSON, numbers;
-- it does not leave before the packet is over.
CREATE TABLE red_split (
  org           UUID   NOT NULL,
  packet        UUID   NOT NULL,
  part          BIGINT NOT NULL,
  shares_secret TEXT   NOT NULL,
  PRIMARY KEY (org, packet, part)
);

-- What somebody got. place: from 0, in the order in which shares are taken. amount: minor units, points or
-- one piece. store, staff: who opened it for them at a counter.
CREATE TABLE red_share (
  org     UUID   NOT NULL,
  id      UUID   NOT NULL,
  packet  UUID   NOT NULL,
  place   BIGINT NOT NULL,
  member  UUID   NOT NULL,
  amount  BIGINT NOT NULL,
  voucher UUID,
  at      BIGINT NOT NULL,
  store   UUID,
  staff   UUID,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX red_share_place ON red_share (org, packet, place);
CREATE INDEX red_share_member ON red_share (org, member, packet);
CREATE UNIQUE INDEX red_share_voucher ON red_share (org, voucher);

-- Packets that were handed out on another platform. channel: where, in the shop's words. amount: all of it,
-- in minor units. people: how many got one. packet: whose budget it counts in.
CREATE TABLE red_handout (
  org          UUID   NOT NULL,
  id           UUID   NOT NULL,
  packet       UUID   NOT NULL,
  channel      TEXT   NOT NULL,
  amount       BIGINT NOT NULL,
  people       BIGINT NOT NULL,
  handed_on    TEXT   NOT NULL,
  staff        UUID,
  note         TEXT   NOT NULL,
  created_at   BIGINT NOT NULL,
  withdrawn_at BIGINT,
  PRIMARY KEY (org, id)
);
CREATE INDEX red_handout_packet ON red_handout (org, packet, id);
