-- bill: the id that the order's purchase gets, when vouchers or member prices take something off it.
-- vouchers: JSON, the ids of those that were used with it.
ALTER TABLE shop_order ADD COLUMN bill UUID;
ALTER TABLE shop_order ADD COLUMN vouchers TEXT NOT NULL DEFAULT '[]';

-- What a member keeps for another time, though it would take something off what is in the basket.
CREATE TABLE basket_left_out (
  org     UUID NOT NULL,
  member  UUID NOT NULL,
  voucher UUID NOT NULL,
  PRIMARY KEY (org, member, voucher)
);
