-- The version and the settings of PostgreSQL that a report needs, as a Markdown list.
SELECT '- ' || version() || CASE WHEN pg_jit_available() THEN ', with LLVM' ELSE ', without LLVM' END
       || E'\n- settings of PostgreSQL: '
       || string_agg(name || ' = ' || current_setting(name), ', ' ORDER BY name) || E'\n'
FROM pg_settings
WHERE name IN ('fsync', 'full_page_writes', 'jit', 'max_connections', 'max_wal_size',
               'shared_buffers', 'synchronous_commit', 'wal_sync_method')
