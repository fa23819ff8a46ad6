-- What member prices took off a line of an order before its amount.
ALTER TABLE shop_order_line ADD COLUMN taken_off BIGINT NOT NULL DEFAULT 0;
