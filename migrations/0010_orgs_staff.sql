-- Stores, the people who work in them, how they prove who they are, and their counters.

-- One row while there is no brand: the first one's id, chosen ahead, and the hash of the link that
-- makes it.
CREATE TABLE setup (
  org        UUID   NOT NULL PRIMARY KEY,
  token_hash {{bytes}} NOT NULL UNIQUE,
  created_at BIGINT NOT NULL
);

-- hours: one list of openings per weekday from Monday, as JSON.
CREATE TABLE store (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  code       TEXT   NOT NULL,
  name       TEXT   NOT NULL,
  address    TEXT   NOT NULL,
  lat        DOUBLE PRECISION,
  lon        DOUBLE PRECISION,
  hours      TEXT   NOT NULL,
  created_at BIGINT NOT NULL,
  closed_at  BIGINT,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX store_code ON store (org, code);

-- Passwords and PINs are argon2id strings. totp_step is the last time step that was used.
CREATE TABLE staff (
  org           UUID   NOT NULL,
  id            UUID   NOT NULL,
  name          TEXT   NOT NULL,
  email         TEXT,
  role          TEXT   NOT NULL,
  remit         TEXT   NOT NULL,
  password_hash TEXT,
  pin_hash      TEXT,
  totp_secret   {{bytes}},
  totp_step     BIGINT NOT NULL DEFAULT 0,
  created_at    BIGINT NOT NULL,
  signed_in_at  BIGINT,
  disabled_at   BIGINT,
  PRIMARY KEY (org, id)
);

-- An address signs in to one brand only, so it is unique over all of them.
CREATE TABLE staff_email (
  org   UUID NOT NULL,
  staff UUID NOT NULL,
  email TEXT NOT NULL UNIQUE,
  PRIMARY KEY (org, staff)
);

CREATE TABLE staff_recovery (
  org       UUID   NOT NULL,
  staff     UUID   NOT NULL,
  code_hash {{bytes}} NOT NULL,
  used_at   BIGINT,
  PRIMARY KEY (org, staff, code_hash)
);

-- Tokens in links and cookies that are good once. purpose: reset (a forgotten password) or step
-- (the password was right, the code is asked for).
CREATE TABLE staff_token (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  staff      UUID   NOT NULL,
  purpose    TEXT   NOT NULL,
  token_hash {{bytes}} NOT NULL UNIQUE,
  tries      BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE INDEX staff_token_of ON staff_token (org, staff, purpose);

CREATE TABLE invitation (
  org          UUID   NOT NULL,
  id           UUID   NOT NULL,
  token_hash   {{bytes}} NOT NULL UNIQUE,
  email        TEXT   NOT NULL,
  role         TEXT   NOT NULL,
  remit        TEXT   NOT NULL,
  invited_by   UUID,
  created_at   BIGINT NOT NULL,
  expires_at   BIGINT NOT NULL,
  accepted_at  BIGINT,
  withdrawn_at BIGINT,
  PRIMARY KEY (org, id)
);

-- A counter in a store. Its session lives in the session table under the device's id.
CREATE TABLE device (
  org         UUID   NOT NULL,
  id          UUID   NOT NULL,
  store       UUID   NOT NULL,
  name        TEXT   NOT NULL,
  lock_after  BIGINT NOT NULL DEFAULT 0,
  paired_at   BIGINT NOT NULL,
  seen_at     BIGINT NOT NULL,
  unpaired_at BIGINT,
  PRIMARY KEY (org, id)
);
CREATE INDEX device_store ON device (org, store);

CREATE TABLE pairing (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  store      UUID   NOT NULL,
  name       TEXT   NOT NULL,
  code_hash  {{bytes}} NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at    BIGINT,
  PRIMARY KEY (org, id)
);
CREATE INDEX pairing_code ON pairing (code_hash, expires_at);

-- Wrong PINs of one person on one device.
CREATE TABLE pin_try (
  org          UUID   NOT NULL,
  device       UUID   NOT NULL,
  staff        UUID   NOT NULL,
  wrong        BIGINT NOT NULL,
  locked_until BIGINT NOT NULL,
  PRIMARY KEY (org, device, staff)
);
