-- Stores many providers with two mappings each and no events.
WITH created AS (
    INSERT INTO provider (type, name, authorization_flow, settings)
    SELECT 'rac',
           'host-' || lpad(floor(random() * 1e9)::text, 9, '0')
                   || lpad(floor(random() * 1e9)::text, 9, '0'),
           :flow::uuid, :settings::jsonb
    FROM generate_series(1, :providers::integer)
    ON CONFLICT DO NOTHING
    RETURNING pk
)
INSERT INTO provider_property_mapping (provider, property_mapping, ordinal)
SELECT created.pk, link.mapping, link.ordinal
FROM created, (VALUES (:mapping1::uuid, 0), (:mapping2::uuid, 1)) AS link (mapping, ordinal);
VACUUM (ANALYZE) provider, provider_property_mapping;
CHECKPOINT;
