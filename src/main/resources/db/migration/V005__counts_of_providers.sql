-- Counts of providers, so that a list need not read all providers, nor all those before its page.

-- What each statement added to the table provider (or removed from it, if `added` is negative).
-- Every statement inserts rows of its own, so that no writer waits for another. `names` holds what
-- the index of names holds. `pks` and `names` are NULL if there are many.
CREATE TABLE provider_change (
    xid   xid8 NOT NULL DEFAULT pg_current_xact_id(),
    type  text NOT NULL,
    added integer NOT NULL,
    pks   integer[],
    names text[]
);

CREATE INDEX provider_change_xid ON provider_change (xid);

-- How many providers have a name (a pk) from `first` on and before the `first` of the next row.
CREATE TABLE provider_name_range (
    first text COLLATE "und-x-icu" PRIMARY KEY,
    rac   integer NOT NULL,
    total integer NOT NULL
);

CREATE TABLE provider_pk_range (
    first integer PRIMARY KEY,
    rac   integer NOT NULL,
    total integer NOT NULL
);

-- One row. The changes that `snapshot` sees are counted, here and in the ranges. Another cluster may
-- use the same transaction ids again, so the counts are valid only while the same PostgreSQL runs.
-- The arrays hold the start of each range, and how many providers are before it.
CREATE TABLE provider_count (
    snapshot       pg_snapshot NOT NULL,
    postgresql     timestamptz NOT NULL DEFAULT pg_postmaster_start_time(),
    rac            bigint NOT NULL,
    total          bigint NOT NULL,
    names          text[],
    rac_by_names   bigint[],
    total_by_names bigint[],
    pks            integer[],
    rac_by_pks     bigint[],
    total_by_pks   bigint[]
);

-- Each page reads some of the arrays, so they are not compressed.
ALTER TABLE provider_count
    ALTER names SET STORAGE EXTERNAL,
    ALTER rac_by_names SET STORAGE EXTERNAL,
    ALTER total_by_names SET STORAGE EXTERNAL,
    ALTER pks SET STORAGE EXTERNAL,
    ALTER rac_by_pks SET STORAGE EXTERNAL,
    ALTER total_by_pks SET STORAGE EXTERNAL;

CREATE UNIQUE INDEX provider_count_has_one_row ON provider_count ((true));

CREATE VIEW provider_uncounted_change AS
SELECT change.type, change.added, change.pks, change.names
FROM provider_count AS counted
JOIN provider_change AS change
    ON change.xid >= pg_snapshot_xmin(counted.snapshot)
    AND NOT pg_visible_in_snapshot(change.xid, counted.snapshot);

CREATE FUNCTION log_change_of_providers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        INSERT INTO provider_change (type, added, pks, names)
        VALUES (OLD.type, -1, ARRAY[OLD.pk], ARRAY[left(OLD.name, 200)]),
               (NEW.type, 1, ARRAY[NEW.pk], ARRAY[left(NEW.name, 200)]);
    ELSIF TG_OP = 'TRUNCATE' THEN
        INSERT INTO provider_change (type, added)
        SELECT type, -count(*) FROM provider GROUP BY type;
    ELSE
        INSERT INTO provider_change (type, added, pks, names)
        SELECT type,
               CASE TG_OP WHEN 'INSERT' THEN count(*) ELSE -count(*) END,
               CASE WHEN count(*) <= 10000 THEN array_agg(pk) END,
               CASE WHEN count(*) <= 10000 THEN array_agg(left(name, 200)) END
        FROM changed
        GROUP BY type;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER log_insert AFTER INSERT ON provider
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION log_change_of_providers();

CREATE TRIGGER log_delete AFTER DELETE ON provider
    REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION log_change_of_providers();

CREATE TRIGGER log_update AFTER UPDATE ON provider
    FOR EACH ROW
    WHEN ((OLD.pk, OLD.type, OLD.name) IS DISTINCT FROM (NEW.pk, NEW.type, NEW.name))
    EXECUTE FUNCTION log_change_of_providers();

CREATE TRIGGER log_truncate BEFORE TRUNCATE ON provider
    FOR EACH STATEMENT EXECUTE FUNCTION log_change_of_providers();
