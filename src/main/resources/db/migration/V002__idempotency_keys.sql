-- Creates that may be sent again (header Idempotency-Key), written in the transaction of the
-- provider. `id` is a hash of the caller and the key, which may be longer than an index entry.
CREATE TABLE idempotency_key (
    id          bytea PRIMARY KEY,
    fingerprint bytea NOT NULL,
    provider    json,
    created     timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX idempotency_key_created ON idempotency_key (created);
