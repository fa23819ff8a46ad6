-- An order may be somebody's who is no member: it is held under a name, as it stands on a list.
-- buyer: that name; empty for a member's order, and once it is forgotten.
CREATE TABLE shop_order_by_name (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  code       TEXT   NOT NULL,
  member     UUID,
  buyer      TEXT   NOT NULL DEFAULT '',
  store      UUID   NOT NULL,
  state      TEXT   NOT NULL,
  payment    TEXT   NOT NULL,
  amount     BIGINT NOT NULL,
  pieces     BIGINT NOT NULL,
  held       UUID,
  held_until BIGINT NOT NULL,
  purchase   UUID,
  bill       UUID,
  vouchers   TEXT   NOT NULL DEFAULT '[]',
  reason     TEXT   NOT NULL,
  placed_at  BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (org, id)
);
INSERT INTO shop_order_by_name (org, id, code, member, store, state, payment, amount, pieces, held,
  held_until, purchase, bill, vouchers, reason, placed_at, changed_at)
SELECT org, id, code, member, store, state, payment, amount, pieces, held, held_until, purchase, bill,
  vouchers, reason, placed_at, changed_at
FROM shop_order;
DROP TABLE shop_order;
ALTER TABLE shop_order_by_name RENAME TO shop_order;
CREATE UNIQUE INDEX shop_order_code ON shop_order (org, code);
CREATE INDEX shop_order_state ON shop_order (org, state, id);
CREATE INDEX shop_order_member ON shop_order (org, member, id);
CREATE INDEX shop_order_purchase ON shop_order (org, purchase);
CREATE INDEX shop_order_held ON shop_order (org, state, held_until);

-- Lists that people write in a chat. grp: whose chat; none for a list of the whole store. lang: what the
-- chat speaks. place: where it is collected, in words; empty for the store. closes_at: until when the
-- chat writes. ready_at, until_at: when it is collected. goods: JSON, what is offered and by which words.
-- revision: how often orders were taken from it, so that two hosts do not take the same twice.
CREATE TABLE order_list (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  name       TEXT   NOT NULL,
  store      UUID   NOT NULL,
  grp        UUID,
  lang       TEXT   NOT NULL,
  place      TEXT   NOT NULL,
  closes_at  BIGINT NOT NULL,
  ready_at   BIGINT NOT NULL,
  until_at   BIGINT NOT NULL,
  goods      TEXT   NOT NULL,
  state      TEXT   NOT NULL,
  revision   BIGINT NOT NULL,
  wiped_at   BIGINT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE INDEX order_list_state ON order_list (org, state, id);

-- Whose line became which order. line: the name as it is compared; of what was forgotten, the entry's id.
-- number, name, note: as the list says. parts: JSON, what was ordered. shop_order: the order it is now.
CREATE TABLE order_list_entry (
  org        UUID   NOT NULL,
  order_list UUID   NOT NULL,
  line       TEXT   NOT NULL,
  number     BIGINT NOT NULL,
  name       TEXT   NOT NULL,
  note       TEXT   NOT NULL,
  member     UUID,
  parts      TEXT   NOT NULL,
  shop_order UUID   NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (org, order_list, line)
);
CREATE INDEX order_list_entry_member ON order_list_entry (org, member);
