-- Series, the groups they open, and ordinary chat groups elsewhere that we keep the books of.
-- A store of sixteen zero bytes stands for the whole org: a national group.

CREATE TABLE series (
  org          UUID   NOT NULL,
  id           UUID   NOT NULL,
  name         TEXT   NOT NULL,
  folded       {{text}} NOT NULL,
  playbook     TEXT,
  version      TEXT,
  category     TEXT   NOT NULL,
  lang         TEXT   NOT NULL,
  template     TEXT   NOT NULL,
  capacity     BIGINT NOT NULL,
  second_group TEXT   NOT NULL,
  threshold    TEXT   NOT NULL,
  plan         TEXT   NOT NULL,
  state        TEXT   NOT NULL,
  opened_at    BIGINT NOT NULL,
  closed_at    BIGINT,
  PRIMARY KEY (org, id)
);

-- Where a series opens groups: the last number given there (never given again) and who hosts.
CREATE TABLE series_store (
  org         UUID   NOT NULL,
  series      UUID   NOT NULL,
  store       UUID   NOT NULL,
  last_number BIGINT NOT NULL,
  host        UUID,
  backup      UUID,
  PRIMARY KEY (org, series, store)
);

-- seated and takes are read off the ledger in the command that moves a seat: takes is what a join
-- asks for, and its index is the whole search.
CREATE TABLE series_group (
  org       UUID    NOT NULL,
  id        UUID    NOT NULL,
  series    UUID    NOT NULL,
  store     UUID    NOT NULL,
  number    BIGINT  NOT NULL,
  name      TEXT    NOT NULL,
  folded    {{text}} NOT NULL,
  capacity  BIGINT  NOT NULL,
  seated    BIGINT  NOT NULL,
  takes     BOOLEAN NOT NULL,
  state     TEXT    NOT NULL,
  place     TEXT    NOT NULL,
  host      UUID,
  backup    UUID,
  opened_at BIGINT  NOT NULL,
  closed_at BIGINT,
  told      BIGINT,
  told_at   BIGINT,
  code_ends BIGINT,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX series_group_number ON series_group (org, series, store, number);
CREATE INDEX series_group_takes ON series_group (org, series, store, takes, number);
CREATE INDEX series_group_name ON series_group (org, folded, id);
CREATE INDEX series_group_host ON series_group (org, host);

-- What there is to know about a group on an app that talks to nobody. picture is the join code as
-- it was uploaded and re-encoded; secret signs the short-lived links to it.
CREATE TABLE outside_group (
  org      UUID   NOT NULL,
  id       UUID   NOT NULL,
  app      TEXT   NOT NULL,
  owner    TEXT   NOT NULL,
  told_by  UUID,
  link     TEXT,
  picture  {{bytes}},
  points   TEXT,
  code_at  BIGINT,
  secret   {{bytes}} NOT NULL,
  PRIMARY KEY (org, id)
);

-- Every count that somebody told, for the history of the group.
CREATE TABLE outside_count (
  org     UUID   NOT NULL,
  grp     UUID   NOT NULL,
  at      BIGINT NOT NULL,
  members BIGINT NOT NULL,
  staff   UUID,
  PRIMARY KEY (org, grp, at)
);
