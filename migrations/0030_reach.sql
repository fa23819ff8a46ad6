-- What groups are told, by whom, and what came of it: the weekly programme, a day's posts with
-- their tracked links, the host's to-dos, and the feed of groups that live here.

-- Pictures as they were drawn again: JPEG or PNG without anything of the phone that took them.
CREATE TABLE reach_picture (
  org        UUID      NOT NULL,
  id         UUID      NOT NULL,
  bytes      {{bytes}} NOT NULL,
  created_at BIGINT    NOT NULL,
  PRIMARY KEY (org, id)
);

-- One post of a series' week. days: Monday 1, Tuesday 2, Wednesday 4 … Sunday 64. title, texts,
-- tip and hint are JSON in three languages. A slot that ended stays for the posts that name it.
CREATE TABLE slot (
  org             UUID    NOT NULL,
  id              UUID    NOT NULL,
  series          UUID    NOT NULL,
  slot_key        TEXT    NOT NULL,
  days            BIGINT  NOT NULL,
  at_minute       BIGINT  NOT NULL,
  kind            TEXT    NOT NULL,
  selling         BOOLEAN NOT NULL,
  expires_minutes BIGINT  NOT NULL,
  title           TEXT    NOT NULL,
  texts           TEXT    NOT NULL,
  hint            TEXT    NOT NULL,
  tip             TEXT    NOT NULL,
  picture         UUID,
  created_at      BIGINT  NOT NULL,
  changed_at      BIGINT  NOT NULL,
  ended_at        BIGINT,
  PRIMARY KEY (org, id)
);
CREATE INDEX slot_series ON slot (org, series, at_minute, id);

-- One text for one group on one day, with the code of its link. text still holds {link}.
CREATE TABLE post (
  org        UUID     NOT NULL,
  id         UUID     NOT NULL,
  code       {{text}} NOT NULL,
  grp        UUID     NOT NULL,
  series     UUID     NOT NULL,
  slot       UUID     NOT NULL,
  day        TEXT     NOT NULL,
  kind       TEXT     NOT NULL,
  selling    BOOLEAN  NOT NULL,
  title      TEXT     NOT NULL,
  text       TEXT     NOT NULL,
  lang       TEXT     NOT NULL,
  picture    UUID,
  opened     BIGINT   NOT NULL,
  claims     BIGINT   NOT NULL,
  created_at BIGINT   NOT NULL,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX post_code ON post (org, code);
CREATE INDEX post_group ON post (org, grp, id);

-- A device opened a post on a day. device is a hash that means nothing outside of its day.
CREATE TABLE post_opening (
  org    UUID      NOT NULL,
  post   UUID      NOT NULL,
  day    TEXT      NOT NULL,
  device {{bytes}} NOT NULL,
  member UUID,
  grp    UUID      NOT NULL,
  at     BIGINT    NOT NULL,
  PRIMARY KEY (org, post, day, device)
);
CREATE INDEX post_opening_member ON post_opening (org, member, at);
CREATE INDEX post_opening_group ON post_opening (org, grp, at);

-- Somebody came, bought, redeemed or joined after opening a post: once per post and person.
CREATE TABLE post_claim (
  org    UUID   NOT NULL,
  post   UUID   NOT NULL,
  member UUID   NOT NULL,
  at     BIGINT NOT NULL,
  PRIMARY KEY (org, post, member)
);

-- The join link that the posts of a series lead to.
CREATE TABLE post_way (
  org    UUID NOT NULL,
  series UUID NOT NULL,
  link   UUID NOT NULL,
  PRIMARY KEY (org, series)
);

-- A post that somebody has to bring to its group. state: waiting, done, posted.
CREATE TABLE todo (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  grp        UUID   NOT NULL,
  slot       UUID   NOT NULL,
  day        TEXT   NOT NULL,
  post       UUID   NOT NULL,
  series     UUID   NOT NULL,
  due_at     BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  state      TEXT   NOT NULL,
  done_at    BIGINT,
  done_by    UUID,
  message    UUID,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX todo_once ON todo (org, grp, day, slot);
CREATE INDEX todo_day ON todo (org, day, due_at, id);

-- Which of the shop's people looked at their to-dos on which day.
CREATE TABLE day_opened (
  org   UUID   NOT NULL,
  day   TEXT   NOT NULL,
  staff UUID   NOT NULL,
  at    BIGINT NOT NULL,
  PRIMARY KEY (org, day, staff)
);

-- What is said in a group that lives here. author: staff, member or assistant; who: their id.
-- The card is JSON and holds ids, never names.
CREATE TABLE message (
  org        UUID   NOT NULL,
  id         UUID   NOT NULL,
  grp        UUID   NOT NULL,
  at         BIGINT NOT NULL,
  author     TEXT   NOT NULL,
  who        UUID,
  text       TEXT   NOT NULL,
  card       TEXT,
  picture    UUID,
  post       UUID,
  removed_at BIGINT,
  removed_by TEXT,
  removed    TEXT,
  PRIMARY KEY (org, id)
);
CREATE INDEX message_group ON message (org, grp, id);
CREATE INDEX message_who ON message (org, who);
CREATE INDEX message_picture ON message (org, picture);

-- How far somebody has read.
CREATE TABLE feed_read (
  org     UUID   NOT NULL,
  grp     UUID   NOT NULL,
  reader  UUID   NOT NULL,
  message UUID   NOT NULL,
  at      BIGINT NOT NULL,
  PRIMARY KEY (org, grp, reader)
);

-- What a series says about its feeds; no row means members write and the welcome is ours.
CREATE TABLE feed_rule (
  org           UUID    NOT NULL,
  series        UUID    NOT NULL,
  members_write BOOLEAN NOT NULL,
  welcome       TEXT    NOT NULL,
  PRIMARY KEY (org, series)
);
