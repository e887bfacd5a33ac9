-- W3C trace context: in which trace the change was made; NULL where its request was in none.
ALTER TABLE event ADD COLUMN traceparent text;
