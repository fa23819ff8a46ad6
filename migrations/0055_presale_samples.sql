-- Samples of a pre-sale: what members took to try it before they pay for it. How many are left is in the ledger.

-- state: held (a voucher waits for the member), collected, lapsed (nobody came in time) or withdrawn (the shop took
-- the voucher back). until: collected before that instant. ended_at: of a collected one, when it was tried.
-- store, staff: who took it for them at a counter.
CREATE TABLE presale_sample (
  org      UUID   NOT NULL,
  id       UUID   NOT NULL,
  presale  UUID   NOT NULL,
  member   UUID   NOT NULL,
  voucher  UUID   NOT NULL,
  state    TEXT   NOT NULL,
  points   BIGINT NOT NULL,
  at       BIGINT NOT NULL,
  until    BIGINT NOT NULL,
  ended_at BIGINT,
  store    UUID,
  staff    UUID,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX presale_sample_voucher ON presale_sample (org, voucher);
CREATE INDEX presale_sample_presale ON presale_sample (org, presale, state, until);
CREATE INDEX presale_sample_list ON presale_sample (org, presale, id);
CREATE INDEX presale_sample_member ON presale_sample (org, member, presale);
