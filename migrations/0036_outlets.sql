-- Where orders are handed over beside the store: neighbourhood drop points, and the doors of a zone.

-- kind: point or zone. store: whose shelves its orders come from. windows, groups, areas: JSON.
-- cutoff_hours: how long before a window an order must be placed. keeper: the member who looks after a
-- point. missed: what becomes of what nobody collected. fee, free_from: minor units; free_from: none is
-- never.
CREATE TABLE outlet (
  org          UUID   NOT NULL,
  id           UUID   NOT NULL,
  kind         TEXT   NOT NULL,
  name         TEXT   NOT NULL,
  store        UUID   NOT NULL,
  address      TEXT   NOT NULL,
  words        TEXT   NOT NULL,
  windows      TEXT   NOT NULL,
  cutoff_hours BIGINT NOT NULL,
  groups       TEXT   NOT NULL,
  keeper       UUID,
  missed       TEXT   NOT NULL,
  areas        TEXT   NOT NULL,
  fee          BIGINT NOT NULL,
  free_from    BIGINT,
  state        TEXT   NOT NULL,
  created_at   BIGINT NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE INDEX outlet_state ON outlet (org, state, kind, id);
CREATE INDEX outlet_keeper ON outlet (org, keeper);

-- How one order is handed over, when not in its store. day, from_min: the slot at the shop's own clock.
-- holds: whether it still has its room in the slot. name, phone, postcode, address, note: of a door, empty
-- at points and once wiped.
CREATE TABLE order_fulfilment (
  org        UUID    NOT NULL,
  shop_order UUID    NOT NULL,
  member     UUID    NOT NULL,
  outlet     UUID    NOT NULL,
  kind       TEXT    NOT NULL,
  day        TEXT    NOT NULL,
  from_min   BIGINT  NOT NULL,
  until_min  BIGINT  NOT NULL,
  ends_at    BIGINT  NOT NULL,
  holds      BOOLEAN NOT NULL,
  fee        BIGINT  NOT NULL,
  attempts   BIGINT  NOT NULL,
  name       TEXT    NOT NULL,
  phone      TEXT    NOT NULL,
  postcode   TEXT    NOT NULL,
  address    TEXT    NOT NULL,
  note       TEXT    NOT NULL,
  wiped_at   BIGINT,
  PRIMARY KEY (org, shop_order)
);
CREATE INDEX order_fulfilment_slot ON order_fulfilment (org, outlet, day, from_min, shop_order);
CREATE INDEX order_fulfilment_member ON order_fulfilment (org, member, shop_order);
