-- What an activity tells the groups before, during and after it: one text on one day, in three languages.
-- said and whom are JSON. One that was taken out stays for the posts that name it.
CREATE TABLE dated_post (
  org        UUID    NOT NULL,
  id         UUID    NOT NULL,
  activity   UUID    NOT NULL,
  moment     TEXT    NOT NULL,
  day        TEXT    NOT NULL,
  due_at     BIGINT  NOT NULL,
  expires_at BIGINT  NOT NULL,
  kind       TEXT    NOT NULL,
  selling    BOOLEAN NOT NULL,
  said       TEXT    NOT NULL,
  page       TEXT    NOT NULL,
  whom       TEXT    NOT NULL,
  ended_at   BIGINT,
  PRIMARY KEY (org, id)
);
CREATE UNIQUE INDEX dated_post_once ON dated_post (org, activity, moment);
CREATE INDEX dated_post_day ON dated_post (org, day, due_at, id);
CREATE INDEX todo_slot ON todo (org, slot, grp);
