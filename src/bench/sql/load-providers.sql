-- Stores %d more providers with two mappings each and no events.
WITH created AS (
    INSERT INTO provider (type, name, authorization_flow, settings)
    SELECT 'rac',
           'host-' || lpad(floor(random() * 1e9)::text, 9, '0')
                   || lpad(floor(random() * 1e9)::text, 9, '0'),
           (SELECT min(pk::text)::uuid FROM flow),
           '{"hostname": "vm-17.example", "port": "3389", "ignore-cert": "true",
             "resize-method": "display-update", "enable-wallpaper": "false"}'
    FROM generate_series(1, %1$d)
    RETURNING pk
)
INSERT INTO provider_property_mapping (provider, property_mapping, ordinal)
SELECT created.pk, mapping.pk, mapping.ordinal
FROM created, (SELECT pk, row_number() OVER (ORDER BY pk) AS ordinal
               FROM property_mapping LIMIT 2) AS mapping
