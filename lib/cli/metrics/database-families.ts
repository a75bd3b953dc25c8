import 'server-only'
import { env } from '@/lib/core/env'
import { SILENCE } from '@/lib/worker/jobs/heartbeat'
import { QUEUES } from '@/lib/worker/jobs/queues'

/** Describes figures that one query brings. Its rows are `metric`, `labels` (an object) and `value`. */
type Family = {
  name: string
  /** Describes each metric and its labels. Their values come from closed sets: none of them is a person's input. */
  metrics: Readonly<Record<string, { help: string; labels: readonly string[] }>>
  sql: () => string
}

const list = (texts: readonly string[]) => texts.map((text) => `'${text}'`).join(', ')

/** Returns the channels with a gateway: in the others messages wait by design. */
const sendingChannels = () => {
  const { SMS_PROVIDER, SMTP_URL } = env()
  return list([...(SMS_PROVIDER ? ['SMS'] : []), ...(SMTP_URL ? ['EMAIL'] : []), ''])
}

const age = (since: string) => `greatest(0, coalesce(extract(epoch FROM clock_timestamp() - ${since}), 0))`

/** Lists all figures that are read from the database on each request: one short query each. */
export const DATABASE_FAMILIES: readonly Family[] = [
  {
    name: 'database',
    metrics: {
      zhunxin_database_connections: { help: 'Connections to the database, by all its clients', labels: [] },
      zhunxin_database_connections_limit: { help: 'Connections that the server may have', labels: [] },
      zhunxin_database_size_bytes: { help: 'What the database takes on its disk', labels: [] },
    },
    sql: () => `
      SELECT 'zhunxin_database_connections' AS metric, '{}'::json AS labels, count(*)::float8 AS value
      FROM pg_stat_activity WHERE datname IS NOT NULL
      UNION ALL SELECT 'zhunxin_database_connections_limit', '{}', current_setting('max_connections')::float8
      UNION ALL SELECT 'zhunxin_database_size_bytes', '{}', pg_database_size(current_database())::float8`,
  },
  {
    name: 'outbox',
    metrics: {
      zhunxin_outbox_messages: { help: 'Messages, by channel and state', labels: ['channel', 'state'] },
      zhunxin_outbox_oldest_seconds: { help: 'For how long a message has been due', labels: ['channel'] },
      zhunxin_outbox_failed_attempts: {
        help: 'Attempts at messages that failed since the last message of the channel was sent',
        labels: ['channel'],
      },
    },
    sql: () => `
      WITH channel AS (SELECT unnest(enum_range(NULL::"Channel")) AS name),
      sent AS (SELECT channel AS name, max(sent_at) AS at FROM outbox_messages GROUP BY channel)
      SELECT 'zhunxin_outbox_messages' AS metric,
        json_build_object('channel', lower(channel.name::text), 'state', lower(s::text)) AS labels, count(m.id)::float8 AS value
      FROM channel CROSS JOIN unnest(enum_range(NULL::"OutboxState")) AS s
      LEFT JOIN outbox_messages m ON m.channel = channel.name AND m.state = s
      GROUP BY channel.name, s
      UNION ALL
      SELECT 'zhunxin_outbox_oldest_seconds', json_build_object('channel', lower(channel.name::text)), ${age('min(m.due_at)')}
      FROM channel LEFT JOIN outbox_messages m ON m.channel = channel.name AND m.state = 'PENDING'
        AND channel.name::text IN (${sendingChannels()})
      GROUP BY channel.name
      UNION ALL
      SELECT 'zhunxin_outbox_failed_attempts', json_build_object('channel', lower(channel.name::text)), coalesce(sum(m.attempts), 0)
      FROM channel LEFT JOIN sent USING (name)
      LEFT JOIN outbox_messages m ON m.channel = channel.name AND m.state IN ('PENDING', 'FAILED', 'UNSURE')
        AND m.failure IS NOT NULL AND m.due_at > coalesce(sent.at, '-infinity')
      GROUP BY channel.name`,
  },
  {
    name: 'review',
    metrics: {
      zhunxin_review_queue: { help: 'Applications in the review queue', labels: ['state', 'urgency'] },
      zhunxin_review_oldest_seconds: { help: 'For how long one has been waiting there', labels: ['urgency'] },
    },
    sql: () => `
      WITH urgency (name, is_urgent) AS (VALUES ('urgent', true), ('normal', false)),
      state (name, is_claimed) AS (VALUES ('claimed', true), ('waiting', false)),
      queue AS (
        SELECT is_urgent, queued_at,
          status = 'IN_REVIEW' AND coalesce(lease_ends_at > clock_timestamp(), false) AS is_claimed
        FROM qualifications q WHERE status IN ('SUBMITTED', 'IN_REVIEW')
          AND NOT EXISTS (SELECT FROM accounts t WHERE t.id = q.account_id AND t.is_test))
      SELECT 'zhunxin_review_queue' AS metric, json_build_object('state', state.name, 'urgency', urgency.name) AS labels,
        count(queue.is_urgent)::float8 AS value
      FROM urgency CROSS JOIN state LEFT JOIN queue USING (is_urgent, is_claimed)
      GROUP BY state.name, urgency.name
      UNION ALL
      SELECT 'zhunxin_review_oldest_seconds', json_build_object('urgency', urgency.name), ${age('min(queued_at)')}
      FROM urgency LEFT JOIN queue USING (is_urgent)
      GROUP BY urgency.name`,
  },
  {
    name: 'files',
    metrics: {
      zhunxin_files_waiting: { help: 'Received files that are not examined yet', labels: ['state'] },
      zhunxin_files_oldest_seconds: {
        help: 'For how long a received file has waited for its first examination',
        labels: [],
      },
    },
    sql: () => `
      SELECT 'zhunxin_files_waiting' AS metric, json_build_object('state', s.name) AS labels, count(f.id)::float8 AS value
      FROM (VALUES ('waiting', false), ('examined', true)) AS s (name, is_leased)
      LEFT JOIN stored_files f ON f.state = 'RECEIVED' AND coalesce(f.leased_until > clock_timestamp(), false) = s.is_leased
      GROUP BY s.name
      UNION ALL
      SELECT 'zhunxin_files_oldest_seconds', '{}', ${age('min(created_at)')} FROM stored_files
      WHERE state = 'RECEIVED' AND attempts = 0`,
  },
  {
    name: 'exports',
    metrics: {
      zhunxin_exports: { help: 'Exports, by state', labels: ['state'] },
      zhunxin_exports_oldest_seconds: { help: 'For how long an export has been waiting', labels: [] },
    },
    sql: () => `
      SELECT 'zhunxin_exports' AS metric, json_build_object('state', lower(s::text)) AS labels,
        count(e.id)::float8 AS value
      FROM unnest(enum_range(NULL::"ExportState")) AS s LEFT JOIN exports e ON e.state = s
      GROUP BY s
      UNION ALL
      SELECT 'zhunxin_exports_oldest_seconds', '{}', ${age('min(greatest(asked_at, decided_at))')}
      FROM exports WHERE state = 'WAITING'`,
  },
  {
    name: 'jobs',
    metrics: {
      zhunxin_jobs: {
        help: 'Scheduled jobs that are due, active or failed in the last hours',
        labels: ['queue', 'state'],
      },
      zhunxin_jobs_oldest_seconds: { help: 'For how long a job has been due, or active', labels: ['queue', 'state'] },
    },
    sql: () => `
      WITH queue AS (SELECT unnest(ARRAY[${list(QUEUES)}]) AS name),
      job AS (
        SELECT name,
          CASE WHEN state IN ('created', 'retry') THEN 'due' ELSE state::text END AS state,
          CASE WHEN state = 'active' THEN started_on ELSE start_after END AS since
        FROM pgboss.job
        WHERE state IN ('active', 'failed') OR (state IN ('created', 'retry') AND start_after <= clock_timestamp())),
      counted AS (SELECT name, state, count(*) AS number, min(since) AS since FROM job GROUP BY name, state)
      SELECT 'zhunxin_jobs' AS metric, json_build_object('queue', queue.name, 'state', state) AS labels,
        coalesce(number, 0)::float8 AS value
      FROM queue CROSS JOIN unnest(ARRAY['due', 'active', 'failed']) AS state LEFT JOIN counted USING (name, state)
      UNION ALL
      SELECT 'zhunxin_jobs_oldest_seconds', json_build_object('queue', queue.name, 'state', state), ${age('since')}
      FROM queue CROSS JOIN unnest(ARRAY['due', 'active']) AS state LEFT JOIN counted USING (name, state)`,
  },
  {
    name: 'workers',
    metrics: { zhunxin_workers: { help: 'Workers that were heard of lately', labels: [] } },
    sql: () => `
      SELECT 'zhunxin_workers' AS metric, '{}'::json AS labels, count(*)::float8 AS value FROM worker_heartbeats
      WHERE beat_at > clock_timestamp() - make_interval(secs => ${SILENCE})`,
  },
  {
    name: 'audit',
    metrics: {
      zhunxin_audit_log_events: { help: 'Events that have their place in the audit log', labels: [] },
      zhunxin_audit_log_waiting: { help: 'Events that wait for their place', labels: [] },
      zhunxin_audit_log_oldest_seconds: { help: 'For how long an event has been waiting for its place', labels: [] },
    },
    sql: () => `
      SELECT 'zhunxin_audit_log_events' AS metric, '{}'::json AS labels, coalesce(max(size), 0)::float8 AS value
      FROM audit_checkpoints
      UNION ALL SELECT 'zhunxin_audit_log_waiting', '{}', count(*)::float8 FROM audit_pending
      UNION ALL
      SELECT 'zhunxin_audit_log_oldest_seconds', '{}', ${age('min(e.at)')}
      FROM (SELECT event_id FROM audit_pending ORDER BY event_id LIMIT 1) p JOIN audit_events e ON e.id = p.event_id`,
  },
  {
    name: 'vault',
    metrics: { zhunxin_vault_faults: { help: 'Documents that are missing or damaged in the store', labels: [] } },
    sql: () => `
      SELECT 'zhunxin_vault_faults' AS metric, '{}'::json AS labels, count(*)::float8 AS value FROM vault_faults`,
  },
]
