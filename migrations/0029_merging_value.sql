-- What was posted to the accounts of a record that was merged since. posted_for: whose accounts those are;
-- NULL for the member's own.
ALTER TABLE voucher ADD COLUMN posted_for UUID;
ALTER TABLE redemption ADD COLUMN posted_for UUID;
ALTER TABLE stamp ADD COLUMN posted_for UUID;

-- Out of which purse an act took, into which it brought; NULL for the member's own. An act of kind `joined`
-- pours another purse, whose name is its rule, into its own.
ALTER TABLE wallet_act ADD COLUMN purse UUID;
