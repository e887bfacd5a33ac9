-- The newest provider with its links and its event, without its number and its name.
SELECT jsonb_build_object(
           'provider', to_jsonb(provider) - 'pk' - 'name',
           'name length', length(provider.name),
           'links', (SELECT jsonb_agg(to_jsonb(link) - 'provider' ORDER BY link.ordinal)
                     FROM provider_property_mapping AS link
                     WHERE link.provider = provider.pk),
           'event', event.provider::jsonb - 'pk' - 'name',
           'event type', event.type,
           'subject length', length(event.subject),
           'request id length', length(event.request_id))
FROM provider JOIN event ON (event.provider ->> 'pk')::integer = provider.pk
ORDER BY provider.pk DESC
LIMIT 1
