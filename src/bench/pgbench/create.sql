-- One provider a transaction, as efficiently as a plain client can: one statement, one round trip.
\set n random(1, 999999999999999999)
WITH created AS (
    INSERT INTO provider (type, name, authorization_flow, settings,
                          connection_expiry, delete_token_on_disconnect)
    VALUES ('rac', 'host-' || lpad(:n::text, 18, '0'), :flow::uuid, :settings::jsonb,
            'hours=8', false)
    RETURNING pk, name
), linked AS (
    INSERT INTO provider_property_mapping (provider, property_mapping, ordinal)
    SELECT created.pk, link.mapping, link.ordinal
    FROM created, (VALUES (:mapping1::uuid, 0), (:mapping2::uuid, 1)) AS link (mapping, ordinal)
), logged AS (
    INSERT INTO event (type, provider, subject, request_id)
    SELECT 'rac.provider.created',
           ('{"pk":' || pk || ',"name":"' || name || '",' || :event::text)::json,
           :subject::text, :request_id::text
    FROM created
)
SELECT pk FROM created;
