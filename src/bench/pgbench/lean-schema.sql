-- The least that stores a provider with its mappings and its event: what any server could reach.
CREATE TABLE flow (
    flow_uuid uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name      text NOT NULL,
    slug      text UNIQUE NOT NULL
);

CREATE TABLE property_mapping (
    pm_uuid uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name    text UNIQUE NOT NULL
);

CREATE TABLE rac_provider (
    id                         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name                       text NOT NULL UNIQUE,
    authentication_flow        uuid REFERENCES flow,
    authorization_flow         uuid NOT NULL REFERENCES flow,
    settings                   jsonb NOT NULL DEFAULT '{}',
    connection_expiry          text NOT NULL DEFAULT 'hours=8',
    delete_token_on_disconnect boolean NOT NULL DEFAULT false,
    created                    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE rac_provider_property_mapping (
    provider_id bigint REFERENCES rac_provider ON DELETE CASCADE,
    pm_uuid     uuid REFERENCES property_mapping ON DELETE CASCADE,
    PRIMARY KEY (provider_id, pm_uuid)
);

CREATE INDEX ON rac_provider_property_mapping (pm_uuid);

CREATE TABLE application (
    slug                    text PRIMARY KEY,
    name                    text NOT NULL,
    provider_id             bigint UNIQUE REFERENCES rac_provider ON DELETE SET NULL,
    backchannel_provider_id bigint REFERENCES rac_provider
);

CREATE TABLE outbox (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic   text NOT NULL,
    payload jsonb NOT NULL,
    created timestamptz NOT NULL DEFAULT now()
);

INSERT INTO flow (flow_uuid, name, slug)
VALUES ('11111111-1111-4111-8111-111111111111', 'a', 'a'),
       ('22222222-2222-4222-8222-222222222222', 'b', 'b');

INSERT INTO property_mapping (pm_uuid, name)
VALUES ('33333333-3333-4333-8333-333333333333', 'm1'),
       ('44444444-4444-4444-8444-444444444444', 'm2');
