-- What one is at the till, in minor units, where an activity agreed on another price than its gift's.
ALTER TABLE voucher ADD COLUMN price BIGINT;
