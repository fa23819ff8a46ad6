-- What a shop sells from the phone, what lies in members' baskets, and what they ordered. How much of a
-- product lies where, and what is held for whom, is in the ledger; these rows say which, whose and when.

-- name, words: JSON by language. category: the shop's own word, empty for none. price: minor units.
-- parts: JSON, what a bundle is made of; [] for a product with a shelf of its own. place: lower comes
-- first. search: names and category in small letters.
CREATE TABLE product (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  name       TEXT   NOT NULL,
  words      TEXT   NOT NULL,
  category   TEXT   NOT NULL,
  price      BIGINT NOT NULL,
  parts      TEXT   NOT NULL,
  place      BIGINT NOT NULL,
  state      TEXT   NOT NULL,
  picture    UUID,
  search     TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE INDEX product_place ON product (org, state, place, id);

CREATE TABLE product_picture (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  bytes      {{bytes}} NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org, id)
);

CREATE TABLE basket_line (
  org        UUID   NOT NULL,
  member     UUID   NOT NULL,
  product    UUID   NOT NULL,
  quantity   BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (org, member, product)
);

-- state: see the slice's table. payment: owed, paid or refunded. held: the reservation, while goods are
-- reserved. held_until: when it ends by itself. reason: why it was called off. purchase: what it became.
CREATE TABLE shop_order (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  code       TEXT   NOT NULL,
  member     UUID   NOT NULL,
  store      UUID   NOT NULL,
  state      TEXT   NOT NULL,
  payment    TEXT   NOT NULL,
  amount     BIGINT NOT NULL,
  pieces     BIGINT NOT NULL,
  held       UUID,
  held_until BIGINT NOT NULL,
  purchase   UUID,
  reason     TEXT   NOT NULL,
  placed_at  BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX shop_order_code ON shop_order (org, code);
CREATE INDEX shop_order_state ON shop_order (org, state, id);
CREATE INDEX shop_order_member ON shop_order (org, member, id);
CREATE INDEX shop_order_purchase ON shop_order (org, purchase);
CREATE INDEX shop_order_held ON shop_order (org, state, held_until);

-- name, category, amount: as they were when it was ordered. parts: JSON, what leaves the shelf for it.
CREATE TABLE shop_order_line (
  org      UUID   NOT NULL,
  shop_order UUID NOT NULL,
  number   BIGINT NOT NULL,
  product  UUID   NOT NULL,
  name     TEXT   NOT NULL,
  category TEXT   NOT NULL,
  quantity BIGINT NOT NULL,
  amount   BIGINT NOT NULL,
  parts    TEXT   NOT NULL,
  PRIMARY KEY (org, shop_order, number)
);
