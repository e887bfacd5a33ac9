-- One provider for each transaction, with a statement for each row, as in most applications.
\set n random(1, 999999999999999999)
BEGIN;
INSERT INTO provider (type, name, authorization_flow, settings,
                      connection_expiry, delete_token_on_disconnect)
VALUES ('rac', 'host-' || lpad(:n::text, 18, '0'), :flow::uuid, :settings::jsonb, 'hours=8', false)
RETURNING pk, name \gset
INSERT INTO provider_property_mapping (provider, property_mapping, ordinal)
VALUES (:pk, :mapping1::uuid, 0);
INSERT INTO provider_property_mapping (provider, property_mapping, ordinal)
VALUES (:pk, :mapping2::uuid, 1);
INSERT INTO event (type, provider, subject, request_id)
VALUES ('rac.provider.created',
        ('{"pk":' || :pk::text || ',"name":"' || :name::text || '",' || :event::text)::json,
        :subject::text, :request_id::text);
COMMIT;
