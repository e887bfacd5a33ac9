-- The search index took every name as a whole, and a long name can have a million different
-- trigrams. Now it holds names of up to 1,000 bytes. Longer ones, which are few, are stored in upper
-- case as well, because converting them takes much longer than searching in them.

-- Against deadlocks: writers that already hold a lock on a row would wait for the locks below.
LOCK TABLE provider IN EXCLUSIVE MODE;

CREATE INDEX provider_name_search_of_short_names
    ON provider USING gin (upper(name COLLATE "und-x-icu") gin_trgm_ops)
    WITH (gin_pending_list_limit = 32768)
    WHERE octet_length(name) <= 1000;

-- Searches went on until here. Servers of the version before merge the pending list of the index
-- with this name.
DROP INDEX provider_name_search;

ALTER INDEX provider_name_search_of_short_names RENAME TO provider_name_search;

-- The name in upper case if it has more than 1,000 bytes. It may also be NULL then: the statements
-- that create providers set it, because a trigger would make them slower, other inserts need not.
ALTER TABLE provider ADD COLUMN long_name text COLLATE "und-x-icu";

CREATE FUNCTION set_long_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.long_name := CASE WHEN octet_length(NEW.name) > 1000
                          THEN upper(NEW.name COLLATE "und-x-icu") END;
    RETURN NEW;
END
$$;

CREATE TRIGGER set_long_name BEFORE UPDATE OF name ON provider
    FOR EACH ROW
    WHEN (octet_length(OLD.name) > 1000 OR octet_length(NEW.name) > 1000)
    EXECUTE FUNCTION set_long_name();

UPDATE provider
SET long_name = upper(name COLLATE "und-x-icu")
WHERE octet_length(name) > 1000;

CREATE INDEX provider_long_name ON provider (pk) WHERE octet_length(name) > 1000;

-- Without them the planner would expect a third of all names to be long.
CREATE STATISTICS provider_name_length ON (octet_length(name)) FROM provider;

ANALYZE provider;
