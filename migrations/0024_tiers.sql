-- Ladders that points lead up, and who stands where. A rank is folded with the points; these rows are
-- for lists, and for what was told and given.

-- What a ladder was from an instant on. ladder: JSON; empty: there is none from then on.
CREATE TABLE tier_ladder (
  org     UUID   NOT NULL,
  program UUID   NOT NULL,
  since   BIGINT NOT NULL,
  ladder  TEXT   NOT NULL,
  PRIMARY KEY (org, program, since)
);

-- Where a member stands. tier: none below the lowest. rank: 0 for none, 1 for the lowest. since,
-- until, told: local days, empty where there is none; told: the end that they were told of. score:
-- what counts, as of the last change.
CREATE TABLE tier_standing (
  org     UUID   NOT NULL,
  program UUID   NOT NULL,
  member  UUID   NOT NULL,
  tier    UUID,
  rank    BIGINT NOT NULL,
  since   TEXT   NOT NULL,
  until   TEXT   NOT NULL,
  score   BIGINT NOT NULL,
  told    TEXT   NOT NULL,
  PRIMARY KEY (org, program, member)
);
CREATE INDEX tier_standing_member ON tier_standing (org, member);
CREATE INDEX tier_standing_rank ON tier_standing (org, program, rank, score, member);

-- A gift for reaching a tier. entered: the local day. voucher: none when there was nothing to give.
CREATE TABLE tier_gift (
  org     UUID   NOT NULL,
  program UUID   NOT NULL,
  member  UUID   NOT NULL,
  tier    UUID   NOT NULL,
  entered TEXT   NOT NULL,
  voucher UUID,
  PRIMARY KEY (org, program, member, tier, entered)
);

-- What birthdays bring. plan: JSON.
CREATE TABLE birthday_plan (
  org  UUID NOT NULL,
  plan TEXT NOT NULL,
  PRIMARY KEY (org)
);

-- Who got what for which birthday. given_on, birthday: local days. voucher: none when they had had the
-- gift already.
CREATE TABLE birthday_gift (
  org      UUID NOT NULL,
  member   UUID NOT NULL,
  given_on TEXT NOT NULL,
  birthday TEXT NOT NULL,
  voucher  UUID,
  PRIMARY KEY (org, member, given_on)
);
CREATE INDEX birthday_gift_on ON birthday_gift (org, given_on);
