-- The ledger's tables in the order in which they grow, with a key and next to nothing beside it: a
-- transfer knows the transfer before it of either account, so that a statement needs no index, and a
-- posting lies where it was decided.

-- Old tables step aside; what they held is numbered below.
ALTER TABLE transfer RENAME TO transfer_before;
ALTER TABLE posting RENAME TO posting_before;
ALTER TABLE account RENAME TO account_before;
ALTER TABLE lot RENAME TO lot_before;

-- number, leaf, place: journal row, line in it, line in the posting. ordinal: the how-manieth transfer
-- of the org. source_before, target_before: the account's transfer before this one, 0 for its first.
-- lots: JSON, or NULL.
CREATE TABLE transfer (
  org           UUID   NOT NULL,
  ordinal        BIGINT NOT NULL,
  number        BIGINT NOT NULL,
  leaf          BIGINT NOT NULL,
  place         BIGINT NOT NULL,
  source        {{text}} NOT NULL,
  target        {{text}} NOT NULL,
  unit          TEXT   NOT NULL,
  amount        BIGINT NOT NULL,
  lots          TEXT,
  source_before BIGINT NOT NULL,
  target_before BIGINT NOT NULL,
  PRIMARY KEY (org, ordinal)
) {{packed}};

INSERT INTO transfer
WITH numbered AS (
  SELECT t.*, ROW_NUMBER() OVER (PARTITION BY org ORDER BY number, leaf, place) AS ordinal
  FROM transfer_before t
), touched AS (
  SELECT org, ordinal, source AS account, 0 AS side FROM numbered
  UNION ALL
  SELECT org, ordinal, target AS account, 1 AS side FROM numbered
), chained AS (
  SELECT org, ordinal, side,
         LAG(ordinal, 1, CAST(0 AS BIGINT)) OVER (PARTITION BY org, account ORDER BY ordinal) AS previous
  FROM touched
)
SELECT n.org, n.ordinal, n.number, n.leaf, n.place, n.source, n.target, n.unit, n.amount, n.lots,
       s.previous, t.previous
FROM numbered n
JOIN chained s ON s.org = n.org AND s.ordinal = n.ordinal AND s.side = 0
JOIN chained t ON t.org = n.org AND t.ordinal = n.ordinal AND t.side = 1
ORDER BY n.org, n.ordinal;

-- number, leaf: journal row and line in it. first, lines: its transfers. original: the posting that
-- this one reverses, or the reservation that it takes.
CREATE TABLE posting (
  org      UUID   NOT NULL,
  number   BIGINT NOT NULL,
  leaf     BIGINT NOT NULL,
  id       UUID   NOT NULL,
  at       BIGINT NOT NULL,
  kind     TEXT   NOT NULL,
  reason   TEXT   NOT NULL,
  subject  TEXT   NOT NULL,
  print    {{bytes}} NOT NULL,
  original UUID,
  first    BIGINT NOT NULL,
  lines    BIGINT NOT NULL,
  PRIMARY KEY (org, number, leaf)
) {{packed}};

INSERT INTO posting
SELECT p.org, p.number, p.leaf, p.id, p.at, p.kind, p.reason, p.subject, p.print, p.original,
       COALESCE(t.first, 0), COALESCE(t.lines, 0)
FROM posting_before p
LEFT JOIN (SELECT org, number, leaf, MIN(ordinal) AS first, COUNT(*) AS lines
           FROM transfer GROUP BY org, number, leaf) t
  ON t.org = p.org AND t.number = p.number AND t.leaf = p.leaf
ORDER BY p.org, p.number, p.leaf;

-- number: the last journal row that changed the account. last: its latest transfer, 0 for none.
CREATE TABLE account (
  org     UUID   NOT NULL,
  key     {{text}} NOT NULL,
  unit    TEXT   NOT NULL,
  floor   BIGINT,
  balance BIGINT NOT NULL,
  held    BIGINT NOT NULL,
  number  BIGINT NOT NULL,
  last    BIGINT NOT NULL,
  PRIMARY KEY (org, key)
) {{packed}};

INSERT INTO account
SELECT a.org, a.key, a.unit, a.floor, a.balance, a.held, a.number, COALESCE(l.last, 0)
FROM account_before a
LEFT JOIN (SELECT org, account, MAX(ordinal) AS last FROM (
             SELECT org, ordinal, source AS account FROM transfer
             UNION ALL
             SELECT org, ordinal, target AS account FROM transfer) ends
           GROUP BY org, account) l
  ON l.org = a.org AND l.account = a.key
ORDER BY a.org, a.key;

-- Open lots. ends: 9223372036854775807 when they never do. A lot without rest is deleted at once,
-- found by the partial index.
CREATE TABLE lot (
  org     UUID   NOT NULL,
  account {{text}} NOT NULL,
  ends    BIGINT NOT NULL,
  unit    TEXT   NOT NULL,
  amount  BIGINT NOT NULL,
  held    BIGINT NOT NULL,
  PRIMARY KEY (org, account, ends)
) {{packed}};
INSERT INTO lot SELECT org, account, ends, unit, amount, held FROM lot_before;

DROP TABLE transfer_before;
DROP TABLE posting_before;
DROP TABLE account_before;
DROP TABLE lot_before;

CREATE UNIQUE INDEX posting_id ON posting (org, id);
CREATE INDEX posting_original ON posting (org, original) WHERE original IS NOT NULL;
CREATE INDEX account_unit ON account (org, unit);
CREATE INDEX lot_ends ON lot (org, unit, ends);
CREATE INDEX lot_spent ON lot (org) WHERE amount = 0;

-- Where the tables stand, while the journal is ahead of them: at this row. No line: at the last one.
CREATE TABLE ledger_lag (
  org    UUID PRIMARY KEY,
  number BIGINT NOT NULL
);
