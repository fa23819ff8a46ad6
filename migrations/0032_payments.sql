-- Orders that are paid online: each attempt to pay, what the provider told, what goes back. The money
-- itself is the provider's to hold; these rows say what we asked for and what we believe.

-- way: the provider's name. theirs: their id of it, once known. place: JSON, where the payer goes while it
-- is open. taken: whether it is the order's money. elsewhere: given back on the provider's own pages.
-- trouble: a code while somebody must look; said: the amount that was told when it was not ours. checked:
-- what the provider said when the day was compared, empty while it was not.
CREATE TABLE payment (
  org        UUID    NOT NULL,
  id         UUID    NOT NULL,
  shop_order UUID    NOT NULL,
  member     UUID    NOT NULL,
  store      UUID    NOT NULL,
  way        TEXT    NOT NULL,
  amount     BIGINT  NOT NULL,
  title      TEXT    NOT NULL,
  back_url   TEXT    NOT NULL,
  told_url   TEXT    NOT NULL,
  state      TEXT    NOT NULL,
  taken      BOOLEAN NOT NULL,
  theirs     TEXT,
  place      TEXT,
  elsewhere  BIGINT  NOT NULL,
  trouble    TEXT    NOT NULL,
  said       BIGINT,
  checked    TEXT    NOT NULL,
  checked_at BIGINT,
  paid_at    BIGINT,
  expires_at BIGINT  NOT NULL,
  created_at BIGINT  NOT NULL,
  changed_at BIGINT  NOT NULL,
  PRIMARY KEY (org, id)
);
-- A provider names a payment by its key alone.
CREATE UNIQUE INDEX payment_id ON payment (id);
CREATE INDEX payment_order ON payment (org, shop_order, id);
CREATE INDEX payment_state ON payment (org, state, id);
CREATE INDEX payment_trouble ON payment (org, trouble, id);
CREATE INDEX payment_created ON payment (org, created_at, id);

-- What goes back, and why. said_at: the provider's time of the last message about it.
CREATE TABLE payment_refund (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  payment    UUID   NOT NULL,
  amount     BIGINT NOT NULL,
  cause      TEXT   NOT NULL,
  state      TEXT   NOT NULL,
  trouble    TEXT   NOT NULL,
  said_at    BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE INDEX payment_refund_payment ON payment_refund (org, payment, id);

-- Messages by the provider's own id, so that one sent twice has one effect.
CREATE TABLE payment_message (
  org      UUID   NOT NULL,
  way      TEXT   NOT NULL,
  event    TEXT   NOT NULL,
  payment  UUID   NOT NULL,
  said     TEXT   NOT NULL,
  at       BIGINT NOT NULL,
  heard_at BIGINT NOT NULL,
  PRIMARY KEY (org, way, event)
);
CREATE INDEX payment_message_payment ON payment_message (org, payment, heard_at);
