-- One provider a transaction, as efficiently as a plain client can: one statement, one round trip.
\set r random(1, 1000000000000)
WITH p AS (
    INSERT INTO rac_provider (name, authentication_flow, authorization_flow, settings,
                              connection_expiry, delete_token_on_disconnect)
    VALUES ('n' || :r || clock_timestamp(),
            '22222222-2222-4222-8222-222222222222', '11111111-1111-4111-8111-111111111111',
            '{"a":1}'::jsonb, 'hours=8', true)
    RETURNING *
), m AS (
    INSERT INTO rac_provider_property_mapping
    SELECT p.id, x
    FROM p, unnest(array['33333333-3333-4333-8333-333333333333',
                         '44444444-4444-4444-8444-444444444444']::uuid[]) x
), o AS (
    INSERT INTO outbox (topic, payload)
    SELECT 'created', jsonb_build_object('pk', id, 'name', name) FROM p
)
SELECT * FROM p;
