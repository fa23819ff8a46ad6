-- What a counter or a till did without a network, and told later. The id is the device's own: these
-- rows stay for good, so that what is told again after a month is still once.

-- device: the counter that kept it; NULL for a program. amount: NULL for a visit. visit, purchase: what
-- it became.
CREATE TABLE kept_operation (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  store      UUID   NOT NULL,
  staff      UUID,
  device     UUID,
  member     UUID,
  amount     BIGINT,
  at         BIGINT NOT NULL,
  arrived_at BIGINT NOT NULL,
  visit      UUID,
  purchase   UUID,
  PRIMARY KEY (org, id)
);
CREATE INDEX kept_operation_member ON kept_operation (org, member);

-- When we were told, where that was later than it happened.
ALTER TABLE purchase ADD COLUMN arrived_at BIGINT;
ALTER TABLE visit ADD COLUMN arrived_at BIGINT;
