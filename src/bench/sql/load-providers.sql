-- Stores %d more providers with two mappings each and no events.
INSERT INTO provider (type, name, authorization_flow, property_mappings, settings)
SELECT 'rac',
       'host-' || lpad(floor(random() * 1e9)::text, 9, '0')
               || lpad(floor(random() * 1e9)::text, 9, '0'),
       (SELECT min(pk::text)::uuid FROM flow),
       ARRAY(SELECT pk FROM property_mapping ORDER BY pk LIMIT 2),
       '{"hostname": "vm-17.example", "port": "3389", "ignore-cert": "true",
         "resize-method": "display-update", "enable-wallpaper": "false"}'
FROM generate_series(1, %1$d)
