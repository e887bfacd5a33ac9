-- The property mappings of a provider move from a link table into its row, in their order. Triggers
-- that run once for each statement replace the foreign keys, which cost a check for each row.

DROP INDEX provider_name_search;

ALTER TABLE provider ADD COLUMN property_mappings uuid[] NOT NULL DEFAULT '{}';

UPDATE provider
SET property_mappings = link.property_mappings
FROM (SELECT provider, array_agg(property_mapping ORDER BY ordinal) AS property_mappings
      FROM provider_property_mapping
      GROUP BY provider) AS link
WHERE provider.pk = link.provider;

CREATE INDEX provider_name_search
    ON provider USING gin (upper(name COLLATE "und-x-icu") gin_trgm_ops)
    WITH (gin_pending_list_limit = 32768);

CREATE OR REPLACE VIEW provider_representation AS
SELECT provider.pk,
       provider.type,
       provider.name,
       provider.authentication_flow,
       provider.authorization_flow,
       provider.property_mappings,
       application.slug AS application_slug,
       application.name AS application_name,
       backchannel.slug AS backchannel_application_slug,
       backchannel.name AS backchannel_application_name,
       provider.settings,
       ARRAY(SELECT 'Outpost ' || outpost.name
             FROM outpost_provider JOIN outpost ON outpost.pk = outpost_provider.outpost
             WHERE outpost_provider.provider = provider.pk
             ORDER BY outpost.name) AS outposts,
       provider.connection_expiry,
       provider.delete_token_on_disconnect
FROM provider
LEFT JOIN application ON application.provider = provider.pk
LEFT JOIN application AS backchannel ON backchannel.pk = provider.backchannel_application;

DROP TABLE provider_property_mapping;

ALTER TABLE provider
    DROP CONSTRAINT provider_authentication_flow_fkey,
    DROP CONSTRAINT provider_authorization_flow_fkey;

-- Locks flows and property mappings, so that nobody can delete them before this transaction ends,
-- and refuses the transaction if one does not exist, as a foreign key does.
CREATE FUNCTION require_references(flows uuid[], mappings uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    unknown uuid;
BEGIN
    PERFORM FROM flow WHERE pk = ANY (flows) FOR KEY SHARE;
    PERFORM FROM property_mapping WHERE pk = ANY (mappings) FOR KEY SHARE;
    SELECT sent.pk INTO unknown
    FROM (SELECT pk FROM unnest(flows) AS sent (pk)
          WHERE NOT EXISTS (SELECT FROM flow WHERE flow.pk = sent.pk)
          UNION ALL
          SELECT pk FROM unnest(mappings) AS sent (pk)
          WHERE NOT EXISTS (SELECT FROM property_mapping WHERE property_mapping.pk = sent.pk)) AS sent
    WHERE sent.pk IS NOT NULL
    LIMIT 1;
    IF FOUND THEN
        RAISE foreign_key_violation
            USING MESSAGE = format('No flow or property mapping has the pk %s', unknown);
    END IF;
END
$$;

-- The statement that creates providers must report each unknown reference, so it locks and checks
-- them itself. Its sessions say so with the setting rac_provider.references_checked.
CREATE FUNCTION require_references() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        PERFORM require_references(
            ARRAY[NEW.authentication_flow, NEW.authorization_flow], NEW.property_mappings);
    ELSIF current_setting('rac_provider.references_checked', true) IS DISTINCT FROM 'on' THEN
        PERFORM require_references(
            ARRAY(SELECT authentication_flow FROM inserted
                  UNION SELECT authorization_flow FROM inserted),
            ARRAY(SELECT DISTINCT unnest(property_mappings) FROM inserted));
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER require_references_of_insert AFTER INSERT ON provider
    REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT EXECUTE FUNCTION require_references();

CREATE TRIGGER require_references_of_update AFTER UPDATE ON provider
    FOR EACH ROW
    WHEN ((OLD.authentication_flow, OLD.authorization_flow, OLD.property_mappings)
          IS DISTINCT FROM (NEW.authentication_flow, NEW.authorization_flow, NEW.property_mappings))
    EXECUTE FUNCTION require_references();

-- The delete rules of the original.
CREATE FUNCTION delete_references_to_flow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM provider WHERE authorization_flow IN (SELECT pk FROM deleted);
    UPDATE provider SET authentication_flow = NULL
    WHERE authentication_flow IN (SELECT pk FROM deleted);
    RETURN NULL;
END
$$;

CREATE TRIGGER delete_references AFTER DELETE ON flow
    REFERENCING OLD TABLE AS deleted
    FOR EACH STATEMENT EXECUTE FUNCTION delete_references_to_flow();

CREATE FUNCTION delete_references_to_property_mapping() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    pks uuid[] := ARRAY(SELECT pk FROM deleted);
BEGIN
    UPDATE provider
    SET property_mappings = ARRAY(SELECT kept.pk
                                  FROM unnest(property_mappings) WITH ORDINALITY AS kept (pk, n)
                                  WHERE kept.pk <> ALL (pks)
                                  ORDER BY kept.n)
    WHERE property_mappings && pks;
    RETURN NULL;
END
$$;

CREATE TRIGGER delete_references AFTER DELETE ON property_mapping
    REFERENCING OLD TABLE AS deleted
    FOR EACH STATEMENT EXECUTE FUNCTION delete_references_to_property_mapping();

-- What a foreign key refuses, too.
CREATE FUNCTION refuse_to_lose_references() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR EXISTS (SELECT FROM provider) THEN
        RAISE foreign_key_violation
            USING MESSAGE = format('Providers may refer to rows of %I', TG_TABLE_NAME);
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER refuse_new_pk AFTER UPDATE OF pk ON flow
    FOR EACH ROW WHEN (OLD.pk <> NEW.pk) EXECUTE FUNCTION refuse_to_lose_references();

CREATE TRIGGER refuse_truncate AFTER TRUNCATE ON flow
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_lose_references();

CREATE TRIGGER refuse_new_pk AFTER UPDATE OF pk ON property_mapping
    FOR EACH ROW WHEN (OLD.pk <> NEW.pk) EXECUTE FUNCTION refuse_to_lose_references();

CREATE TRIGGER refuse_truncate AFTER TRUNCATE ON property_mapping
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_lose_references();

-- During an upgrade, servers of the version before still write and read the link table. Their
-- statements insert the links of a provider in any order.
CREATE TABLE provider_link_of_old_server (
    xid              xid8 NOT NULL DEFAULT pg_current_xact_id(),
    provider         integer NOT NULL,
    property_mapping uuid NOT NULL,
    ordinal          integer NOT NULL
);

CREATE INDEX provider_link_of_old_server_xid ON provider_link_of_old_server (xid, provider);

CREATE VIEW provider_property_mapping AS
SELECT provider.pk AS provider, link.property_mapping, link.ordinal::integer AS ordinal
FROM provider,
     unnest(provider.property_mappings) WITH ORDINALITY AS link (property_mapping, ordinal);

CREATE FUNCTION write_provider_property_mapping() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE provider
        SET property_mappings = array_remove(property_mappings, OLD.property_mapping)
        WHERE pk = OLD.provider;
        RETURN OLD;
    END IF;
    INSERT INTO provider_link_of_old_server (provider, property_mapping, ordinal)
    VALUES (NEW.provider, NEW.property_mapping, NEW.ordinal);
    UPDATE provider
    SET property_mappings = ARRAY(SELECT link.property_mapping
                                  FROM provider_link_of_old_server AS link
                                  WHERE link.xid = pg_current_xact_id()
                                    AND link.provider = NEW.provider
                                  ORDER BY link.ordinal)
    WHERE pk = NEW.provider;
    RETURN NEW;
END
$$;

CREATE TRIGGER write_provider_property_mapping
    INSTEAD OF INSERT OR DELETE ON provider_property_mapping
    FOR EACH ROW EXECUTE FUNCTION write_provider_property_mapping();
