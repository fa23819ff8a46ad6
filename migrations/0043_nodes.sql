-- Nodes of one installation on PostgreSQL: who lives where, and what only they know. Not of any org.

-- One row for each lane, because lanes hold leases. `until` in milliseconds by the database's clock.
CREATE TABLE node (
  lane    UUID   NOT NULL PRIMARY KEY,
  node    UUID   NOT NULL,
  address TEXT   NOT NULL,
  until   BIGINT NOT NULL
);

-- One row: by this a node knows that a request was passed on by another one.
CREATE TABLE node_secret (
  one    BIGINT NOT NULL PRIMARY KEY,
  secret {{bytes}} NOT NULL
);

CREATE INDEX lease_owner ON lease (owner);
