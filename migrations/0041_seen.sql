-- Who took part since a day is counted in the index alone.
DROP INDEX person_seen;
CREATE INDEX person_seen ON person_stage (org, last_seen, took_part);
