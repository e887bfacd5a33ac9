-- Makes each statement that inserts providers take 20 ms more.
CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN PERFORM pg_sleep(0.02); RETURN NULL; END';
CREATE TRIGGER take_time BEFORE INSERT ON provider
    FOR EACH STATEMENT EXECUTE FUNCTION take_time()
