import 'server-only'
import { isSequencerBehind } from '@/lib/audit-log/backlog'
import { isCheckpointFileOurs } from '@/lib/audit-log/checkpoint-file'
import { isWitnessed } from '@/lib/audit-log/submit'
import { isBackupOld } from '@/lib/backup/is-backup-old'
import { lastBackup } from '@/lib/backup/last-backup'
import { env } from '@/lib/core/env'
import { operatorGaps } from '@/lib/core/operator'
import { isKeyringOurs } from '@/lib/crypto/keyring'
import { database } from '@/lib/db/client'
import type { ConditionKind } from '@/lib/db/generated/enums'
import { rightsTooMany } from '@/lib/db/rights'
import { decodingHere } from '@/lib/documents/decoding-here'
import { areFilesWaiting } from '@/lib/documents/examination/backlog'
import { isReaderFailing } from '@/lib/documents/readings/is-reader-failing'
import { isolation } from '@/lib/imaging/decoder/decoder-pool'
import { hasScanner, isScannerWell } from '@/lib/imaging/scan/scan-for-viruses'
import { areWebhooksFailing, hasWebhooks } from '@/lib/integrations/webhooks/queries'
import { keyringConcern } from '@/lib/keys/scheduled-rotation'
import { configuredGateways } from '@/lib/notifications/gateways/gateways'
import { isChannelFailing } from '@/lib/notifications/gateways/is-channel-failing'
import { areMessagesWaiting } from '@/lib/notifications/outbox/are-messages-waiting'
import { templatesWithoutId } from '@/lib/notifications/templates-without-id'
import { areDecisionsWaiting } from '@/lib/review/decisions/take-effect'
import { readEntered } from '@/lib/staff/operator/editions'
import { isWorkerAlive } from '../heartbeat'
import { stuckJobs } from '../jobs/stuck-jobs'
import { PROBE_LIMIT } from '../probe-limit'
import type { Condition, Finding } from './condition'
import { endingCertificates, hasCertificates } from './ending-certificates'
import { lowDisks } from './low-disks'

const HOLDS: Finding = { holds: true }
const DOES_NOT_HOLD: Finding = { holds: false }
const UNUSED: Finding = { holds: false, isUnused: true }

/** Marks what happens to a portal that was well: administrators are notified. */
const INCIDENT = { needsDatabase: true, opensIncident: true, isOfPortal: false } as const
/** Marks what is chosen once, by how the portal is set up. */
const SETUP = { needsDatabase: true, opensIncident: false, isOfPortal: false } as const

const found = async (holds: Promise<boolean>): Promise<Finding> => ({ holds: await holds })
const not = async (isWell: Promise<boolean>): Promise<Finding> => ({ holds: !(await isWell) })

const ifUsed = async (isUsed: boolean | Promise<boolean>, probe: () => Promise<Finding>): Promise<Finding> =>
  (await isUsed) ? probe() : UNUSED

/** Lists what the operator should fix, though the portal does its work. Health names them in this order. */
export const CONDITIONS: { readonly [K in ConditionKind]: Condition } = {
  SCANNER_UNREACHABLE: {
    ...INCIDENT,
    needsDatabase: false,
    probe: () => ifUsed(hasScanner(), () => not(isScannerWell(PROBE_LIMIT))),
    whenUnknown: HOLDS,
  },
  VAULT_AT_FAULT: {
    ...INCIDENT,
    probe: async () => ({ holds: (await database().vaultFault.count()) > 0 }),
    whenUnknown: HOLDS,
  },
  DECODERS_NOT_ISOLATED: {
    ...SETUP,
    needsDatabase: false,
    probe: async () => {
      const { missing } = await isolation()
      return missing.length > 0 ? { holds: true, details: { decodersLack: missing } } : DOES_NOT_HOLD
    },
    whenUnknown: { holds: true, details: { decodersLack: ['NOT_KNOWN_YET'] } },
  },
  UPLOADS_CLOSED: {
    ...INCIDENT,
    needsDatabase: false,
    isOfPortal: true,
    probe: async () => ({ holds: (await decodingHere()) === 'CLOSED' }),
    whenUnknown: DOES_NOT_HOLD,
  },
  AUDIT_LOG_BEHIND: { ...INCIDENT, probe: () => found(isSequencerBehind()), whenUnknown: HOLDS },
  AUDIT_LOG_CONTRADICTED: { ...INCIDENT, probe: () => not(isCheckpointFileOurs()), whenUnknown: HOLDS },
  AUDIT_LOG_NOT_WITNESSED: {
    ...INCIDENT,
    probe: () => ifUsed(Boolean(env().AUDIT_WITNESS_URL), () => not(isWitnessed())),
    whenUnknown: HOLDS,
  },
  KEYRING_NOT_WRITABLE: {
    ...SETUP,
    needsDatabase: false,
    probe: async () => ({ holds: !isKeyringOurs() }),
    whenUnknown: DOES_NOT_HOLD,
  },
  KEY_ROTATION_DUE: {
    ...INCIDENT,
    probe: async () => ({ holds: (await keyringConcern()) === 'KEY_ROTATION_DUE' }),
    whenUnknown: DOES_NOT_HOLD,
  },
  DATABASE_ROLE_TOO_STRONG: {
    ...SETUP,
    probe: async () => {
      const rights = await rightsTooMany()
      return rights.length > 0 ? { holds: true, details: { tooManyRights: rights } } : DOES_NOT_HOLD
    },
    whenUnknown: DOES_NOT_HOLD,
  },
  SMS_FAILING: {
    ...INCIDENT,
    probe: () => ifUsed(configuredGateways().SMS !== null, () => found(isChannelFailing('SMS', { attempts: 3 }))),
    whenUnknown: DOES_NOT_HOLD,
  },
  EMAIL_FAILING: {
    ...INCIDENT,
    probe: () => ifUsed(configuredGateways().EMAIL !== null, () => found(isChannelFailing('EMAIL', { attempts: 3 }))),
    whenUnknown: DOES_NOT_HOLD,
  },
  SMS_TEMPLATES_MISSING: {
    ...SETUP,
    needsDatabase: false,
    probe: () =>
      ifUsed(Boolean(env().SMS_PROVIDER), async () => {
        const templates = templatesWithoutId()
        return templates.length > 0 ? { holds: true, details: { templatesWithoutId: templates } } : DOES_NOT_HOLD
      }),
    whenUnknown: DOES_NOT_HOLD,
  },
  MESSAGES_WAITING: {
    ...INCIDENT,
    probe: () =>
      ifUsed(Object.values(configuredGateways()).some(Boolean), () => found(areMessagesWaiting({ seconds: 120 }))),
    whenUnknown: DOES_NOT_HOLD,
  },
  FILES_WAITING: {
    ...INCIDENT,
    probe: () => found(areFilesWaiting({ seconds: 60 })),
    whenUnknown: DOES_NOT_HOLD,
  },
  READER_FAILING: {
    ...INCIDENT,
    probe: () => ifUsed(env().READ_DOCUMENTS !== '0', () => found(isReaderFailing())),
    whenUnknown: DOES_NOT_HOLD,
  },
  DECISIONS_WAITING: {
    ...INCIDENT,
    probe: () => found(areDecisionsWaiting({ seconds: 60 })),
    whenUnknown: DOES_NOT_HOLD,
  },
  WEBHOOKS_FAILING: {
    ...INCIDENT,
    probe: () => ifUsed(hasWebhooks(), () => found(areWebhooksFailing())),
    whenUnknown: DOES_NOT_HOLD,
  },
  JOBS_STUCK: {
    ...INCIDENT,
    probe: async () => {
      const jobs = await stuckJobs({ minutes: 10, failures: 3 })
      return jobs.length > 0 ? { holds: true, details: { stuckJobs: jobs } } : DOES_NOT_HOLD
    },
    whenUnknown: DOES_NOT_HOLD,
  },
  DISK_LOW: {
    ...INCIDENT,
    needsDatabase: false,
    probe: async () => {
      const settings = await lowDisks({ share: 0.1, gib: 5 })
      return settings.length > 0 ? { holds: true, details: { lowDisks: settings } } : DOES_NOT_HOLD
    },
    whenUnknown: DOES_NOT_HOLD,
  },
  BACKUP_OLD: {
    ...INCIDENT,
    probe: async () => {
      const days = env().BACKUP_WARNING_DAYS
      if (days === 0) return UNUSED
      if (await isBackupOld({ days })) return HOLDS
      return (await lastBackup()) ? DOES_NOT_HOLD : UNUSED
    },
    whenUnknown: DOES_NOT_HOLD,
  },
  CERTIFICATE_ENDING: {
    ...INCIDENT,
    needsDatabase: false,
    probe: () =>
      ifUsed(hasCertificates(), async () => {
        const settings = await endingCertificates({ days: 14, share: 0.25 })
        return settings.length > 0 ? { holds: true, details: { endingCertificates: settings } } : DOES_NOT_HOLD
      }),
    whenUnknown: DOES_NOT_HOLD,
  },
  OPERATOR_INCOMPLETE: {
    ...SETUP,
    probe: async () => {
      await readEntered()
      const gaps = operatorGaps()
      return gaps.length > 0 ? { holds: true, details: { operatorLacks: gaps } } : DOES_NOT_HOLD
    },
    whenUnknown: DOES_NOT_HOLD,
  },
  // The worker can't notify anyone that it is missing: this is for who watches the portal's health.
  WORKER_MISSING: { ...SETUP, probe: () => not(isWorkerAlive()), whenUnknown: HOLDS },
}

export const CONDITION_KINDS = Object.keys(CONDITIONS) as ConditionKind[]
