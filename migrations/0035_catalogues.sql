-- Products that come from files, and are found again by their code.

-- code: the shop's own (SKU, barcode), nobody else's; none for products without. unit: the shop's word
-- for what the price is for ("500 g"); empty for none.
ALTER TABLE product ADD COLUMN code TEXT;
ALTER TABLE product ADD COLUMN unit TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX product_code ON product (org, code);

-- source: the SHA-256 of the file that it was made from; none for those of a form.
ALTER TABLE product_picture ADD COLUMN source TEXT;

-- What the last file said lies there: the same number again is no new count.
CREATE TABLE product_count (
  org        UUID   NOT NULL,
  product    UUID   NOT NULL,
  store      UUID   NOT NULL,
  pieces     BIGINT NOT NULL,
  counted_at BIGINT NOT NULL,
  PRIMARY KEY (org, product, store)
);
