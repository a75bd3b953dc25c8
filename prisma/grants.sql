-- Gives the application's login the rights that it uses, and takes every other right in this database from it. The owner
-- of the tables runs this after the migrations, in one transaction, with the login's name in the setting
-- zhunxin.application. Running it again changes nothing.
--
-- What a trigger `refuse_rewriting` refuses for a table (to change rows, to delete them) is no right of the login either: the
-- trigger is the one place that says so. Triggers need no right of the person who causes them, so functions that only triggers
-- call are withheld.
DO $$
DECLARE
  application text := quote_ident(current_setting('zhunxin.application'));
  relation record;
  routine record;
BEGIN
  EXECUTE format('REVOKE CREATE, TEMPORARY ON DATABASE %I FROM PUBLIC, %s', current_database(), application);
  EXECUTE format('REVOKE CREATE ON SCHEMA public FROM PUBLIC, %s', application);
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %s', application);

  FOR relation IN
    SELECT c.oid::regclass AS name, n.nspname AS schema, c.relname, c.relkind, coalesce(refused.update, false) AS is_never_changed,
      coalesce(refused.delete, false) AS is_never_deleted
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN LATERAL (
      SELECT bool_or(t.tgtype & 16 > 0) AS update, bool_or(t.tgtype & 8 > 0) AS delete -- bits of TRIGGER_TYPE_UPDATE and _DELETE
      FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE t.tgrelid = c.oid AND p.proname = 'refuse_rewriting'
    ) refused ON true
    WHERE n.nspname IN ('public', 'pgboss') AND c.relkind IN ('r', 'p', 'v', 'm', 'S') AND pg_has_role(c.relowner, 'USAGE')
  LOOP
    EXECUTE format('REVOKE ALL ON %s FROM PUBLIC, %s', relation.name, application);
    CONTINUE WHEN relation.schema <> 'public' OR relation.relname = '_prisma_migrations';
    EXECUTE format('GRANT %s ON %s TO %s', CASE
      WHEN relation.relkind = 'S' THEN 'USAGE'
      ELSE concat_ws(', ', 'SELECT', 'INSERT', CASE WHEN NOT relation.is_never_changed THEN 'UPDATE' END,
        CASE WHEN NOT relation.is_never_deleted THEN 'DELETE' END)
    END, relation.name, application);
  END LOOP;

  FOR routine IN
    SELECT p.oid::regprocedure AS name, n.nspname = 'public' AND p.prorettype <> 'trigger'::regtype AS is_called
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname IN ('public', 'pgboss') AND p.prokind = 'f' AND pg_has_role(p.proowner, 'USAGE')
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC, %s', routine.name, application);
    IF routine.is_called THEN
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s', routine.name, application);
    END IF;
  END LOOP;

  -- pg-boss moves jobs and notes the time of its turns. Its queues are tables, which the owner makes.
  IF to_regnamespace('pgboss') IS NOT NULL THEN
    EXECUTE format('GRANT USAGE ON SCHEMA pgboss TO %s', application);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON pgboss.job, pgboss.archive, pgboss.schedule TO %s', application);
    EXECUTE format('GRANT SELECT, UPDATE ON pgboss.version TO %s', application);
    EXECUTE format('GRANT SELECT ON pgboss.queue, pgboss.subscription TO %s', application);
  END IF;
END
$$;
