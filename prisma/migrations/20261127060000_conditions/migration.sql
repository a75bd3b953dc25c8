-- What the operator should see to: lib/worker/conditions/table.ts has each one's facts.
CREATE TYPE "ConditionKind" AS ENUM (
  'SCANNER_UNREACHABLE',
  'VAULT_AT_FAULT',
  'DECODERS_NOT_ISOLATED',
  'AUDIT_LOG_BEHIND',
  'AUDIT_LOG_CONTRADICTED',
  'AUDIT_LOG_NOT_WITNESSED',
  'KEYRING_NOT_WRITABLE',
  'KEY_ROTATION_DUE',
  'DATABASE_ROLE_TOO_STRONG',
  'SMS_FAILING',
  'EMAIL_FAILING',
  'MESSAGES_WAITING',
  'JOBS_STUCK',
  'DISK_LOW',
  'BACKUP_OLD',
  'CERTIFICATE_ENDING',
  'WORKER_MISSING'
);

-- A channel whose last attempts to send all failed. The row is removed when a message is sent.
CREATE TABLE "failing_channels" (
  "channel" "Channel" NOT NULL,
  "attempts" INTEGER NOT NULL,
  "failure" TEXT NOT NULL,
  "since" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "failing_channels_pkey" PRIMARY KEY ("channel")
);

-- When the last backup was made is looked up each minute, among millions of events.
CREATE INDEX "audit_events_backups_idx" ON "audit_events"("at") WHERE "action" IN ('backup.made', 'backup.restored');
