import 'server-only'
import { database } from './client'

/**
 * Rights of the application's login that the portal never uses, and that an attacker who reaches SQL would: none, where
 * prisma/grants.sql was run for a login of its own.
 */
export async function rightsTooMany(): Promise<string[]> {
  const rows = await database().$queryRaw<{ name: string }[]>`
    WITH me AS (SELECT * FROM pg_roles WHERE rolname = current_user),
    tables AS (
      SELECT c.oid, c.relname, c.relowner FROM pg_class c
      WHERE c.relkind IN ('r', 'p') AND c.relnamespace IN (to_regnamespace('public'), to_regnamespace('pgboss'))
    ),
    rights (name, is_there) AS (
      SELECT 'SUPERUSER', rolsuper FROM me
      UNION ALL SELECT 'CREATEROLE', rolcreaterole FROM me
      UNION ALL SELECT 'CREATEDB', rolcreatedb FROM me
      UNION ALL SELECT 'REPLICATION', rolreplication FROM me
      UNION ALL SELECT 'BYPASSRLS', rolbypassrls FROM me
      UNION ALL SELECT 'MEMBERSHIP', EXISTS (SELECT FROM pg_auth_members WHERE member = me.oid) FROM me
      UNION ALL SELECT 'OWNERSHIP', EXISTS (SELECT FROM tables WHERE relowner = me.oid) FROM me
      UNION ALL SELECT 'CREATE', has_schema_privilege('public', 'CREATE')
        OR has_database_privilege(current_database(), 'CREATE')
      UNION ALL SELECT 'TEMPORARY', has_database_privilege(current_database(), 'TEMPORARY')
      UNION ALL SELECT 'TRUNCATE', bool_or(has_table_privilege(oid, 'TRUNCATE')) FROM tables
      UNION ALL SELECT 'TRIGGER', bool_or(has_table_privilege(oid, 'TRIGGER')) FROM tables
      UNION ALL SELECT 'UPDATE_AUDIT_EVENTS', bool_or(has_table_privilege(oid, 'UPDATE, DELETE')) FROM tables
        WHERE relname = 'audit_events'
    )
    SELECT name FROM rights WHERE is_there`
  return rows.map(({ name }) => name)
}
