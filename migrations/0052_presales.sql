-- Pre-sales: what members reserved before the goods are there. How many pieces are left, and how much room a
-- window has, is in the ledger.

-- state: reserved (the goods are not there yet), held (a ticket waits for the member), due (everything is on
-- its way back), collected, lapsed (nobody came in its window), withdrawn (the shop took the ticket back),
-- cancelled (the member stepped back) or refunded (the shop called it off). early: 1 of a piece at the early
-- price. price: of one, with the deposit. deposit: what was paid ahead, in minor units; paid: from the wallet
-- or in cash at a counter. back: how much of it went back, or is owed in cash. pickup: the number of the
-- window. day: the local day, whose limit it counted in. until: collected before that instant. store, staff:
-- who took it for them at a counter. back_at, back_store, back_staff: when, where and by whom cash was paid back.
CREATE TABLE presale_reservation (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  presale    UUID   NOT NULL,
  member     UUID   NOT NULL,
  state      TEXT   NOT NULL,
  early      BIGINT NOT NULL,
  price      BIGINT NOT NULL,
  points     BIGINT NOT NULL,
  deposit    BIGINT NOT NULL,
  paid       TEXT   NOT NULL,
  back       BIGINT NOT NULL,
  pickup     BIGINT NOT NULL,
  day        TEXT   NOT NULL,
  at         BIGINT NOT NULL,
  voucher    UUID,
  until      BIGINT NOT NULL,
  ended_at   BIGINT,
  store      UUID,
  staff      UUID,
  back_at    BIGINT,
  back_store UUID,
  back_staff UUID,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX presale_reservation_voucher ON presale_reservation (org, voucher);
CREATE INDEX presale_reservation_presale ON presale_reservation (org, presale, state, until);
CREATE INDEX presale_reservation_list ON presale_reservation (org, presale, id);
CREATE INDEX presale_reservation_pickup ON presale_reservation (org, presale, pickup, id);
CREATE INDEX presale_reservation_member ON presale_reservation (org, member, id);
