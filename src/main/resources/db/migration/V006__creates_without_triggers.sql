-- The statements that create providers check their references, log their change and batch their
-- events themselves, which costs a third of what the triggers cost. Their sessions say so with the
-- setting rac_provider.insert_triggers. All other inserts still need the triggers.

CREATE OR REPLACE TRIGGER require_references_of_insert AFTER INSERT ON provider
    REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT
    WHEN (current_setting('rac_provider.insert_triggers', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION require_references();

CREATE OR REPLACE TRIGGER log_insert AFTER INSERT ON provider
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT
    WHEN (current_setting('rac_provider.insert_triggers', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION log_change_of_providers();

CREATE OR REPLACE TRIGGER batch_events AFTER INSERT ON event
    REFERENCING NEW TABLE AS inserted
    FOR EACH STATEMENT
    WHEN (current_setting('rac_provider.insert_triggers', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION batch_events();
