-- Gifts that a program's points buy, and for how many.
CREATE TABLE points_price (
  org        UUID   NOT NULL,
  program    UUID   NOT NULL,
  gift       UUID   NOT NULL,
  points     BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (org, program, gift)
);
