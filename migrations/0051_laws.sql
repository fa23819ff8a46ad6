-- The law packs that a brand keeps to, as a list in JSON. No row: those of its country.
CREATE TABLE law_choice (
  org   UUID NOT NULL PRIMARY KEY,
  packs TEXT NOT NULL
);
