import 'server-only'
import { remindOfRemovals } from '@/lib/accounts/access-changes/remind-of-removals'
import { purgeInvitedEmails } from '@/lib/accounts/purge-invited-emails'
import { purgeSignInCodes } from '@/lib/accounts/purge-sign-in-codes'
import { purgeReveals } from '@/lib/accounts/reveals/count-reveal'
import { closeRefusalCounts } from '@/lib/audit/close-refusal-counts'
import { purgeDevices } from '@/lib/auth/devices'
import { purgeProofs } from '@/lib/auth/proof-of-work'
import { purgeSessions } from '@/lib/auth/purge-sessions'
import { MINUTE } from '@/lib/core/clock'
import { log } from '@/lib/core/log'
import { collectOrphans } from '@/lib/documents/collect-orphans'
import { collectPartialFiles } from '@/lib/documents/partial-file'
import { scrubVault } from '@/lib/documents/scrub-vault'
import { rewriteDataKeys } from '@/lib/erasing/rewrite-data-keys'
import { purgeCases } from '@/lib/identity/erase-cases'
import { startHeartbeat } from '@/lib/jobs/heartbeat'
import { type ScheduledJob, startScheduler } from '@/lib/jobs/scheduler'
import { rotateOnSchedule } from '@/lib/keys/scheduled-rotation'
import { purgeMemberInvitations } from '@/lib/members/purge-member-invitations'
import { purgeOutbox } from '@/lib/messaging/purge-outbox'
import { eraseDue } from '@/lib/privacy/erase-due'
import { expireQualifications } from '@/lib/qualifications/expire-qualifications'
import { lapseDrafts } from '@/lib/qualifications/lapse-drafts'
import { purgeViews } from '@/lib/qualifications/record-view'
import { remindOfDrafts } from '@/lib/qualifications/remind-of-drafts'
import { remindOfExpiry } from '@/lib/qualifications/remind-of-expiry'
import { purgeDossierExports } from '@/lib/reports/dossier/export-dossier'
import { askMonthly } from '@/lib/reports/exports/ask-monthly'
import { removeExports } from '@/lib/reports/exports/remove-exports'
import { completeRemovals } from '@/lib/review/complete-removals'
import { lapseClaims } from '@/lib/review/lapse-claims'
import { startAuditLogLoop } from './audit-log-loop'
import { startExportLoop } from './export-loop'
import { watchConditions } from './incidents/watch-conditions'
import { startOutboxLoop } from './outbox-loop'
import { startReleaseLoop } from './release-loop'
import { startTombstoneLoop } from './tombstone-loop'
import { startVerificationLoop } from './verification-loop'

/** 09:00 in Shanghai. What was missed while no worker ran is caught up with: each looks for all that is due. */
const DAILY = '0 1 * * *'

/** Shorter than the queue waits for a job. */
const SLICE = 4 * MINUTE

/** What the clock does, bound to the verbs that do it. */
const JOBS: readonly ScheduledJob[] = [
  { name: 'review.lapse-claims', cron: '* * * * *', run: async () => void (await lapseClaims()) },
  { name: 'review.complete-removals', cron: '* * * * *', run: async () => void (await completeRemovals()) },
  { name: 'accounts.remind-of-removals', cron: '*/10 * * * *', run: async () => void (await remindOfRemovals()) },
  { name: 'qualifications.expire', cron: DAILY, run: async () => void (await expireQualifications()) },
  { name: 'qualifications.lapse-drafts', cron: DAILY, run: async () => void (await lapseDrafts()) },
  { name: 'qualifications.remind-of-expiry', cron: DAILY, run: async () => void (await remindOfExpiry()) },
  { name: 'qualifications.remind-of-drafts', cron: DAILY, run: async () => void (await remindOfDrafts()) },
  { name: 'privacy.erase-due', cron: '0 18 * * *', run: async () => void (await eraseDue()) }, // 02:00 in Shanghai
  { name: 'audit.close-refusal-counts', cron: '* * * * *', run: closeRefusalCounts },
  { name: 'erasing.rewrite-keys', cron: '*/5 * * * *', run: () => rewriteDataKeys() },
  { name: 'erasing.rewrite-all-keys', cron: '45 19 * * *', run: () => rewriteDataKeys({ always: true }) },
  { name: 'keys.rotate', cron: '25 * * * *', run: rotateOnSchedule },
  { name: 'documents.collect-partial-files', cron: '*/10 * * * *', run: collectPartialFiles },
  { name: 'documents.collect-orphans', cron: '40 * * * *', run: async () => void (await collectOrphans()) },
  // Begins a reading of the whole vault once a week, and goes on with one that is under way.
  { name: 'documents.scrub', cron: '*/5 * * * *', run: async () => void (await scrubVault({ slice: SLICE })) },
  { name: 'reports.ask-monthly', cron: '15 * * * *', run: askMonthly },
  { name: 'reports.remove-exports', cron: '*/5 * * * *', run: removeExports },
  { name: 'worker.watch-conditions', cron: '* * * * *', run: watchConditions },
  // In the small hours of Shanghai.
  { name: 'messaging.purge', cron: '10 19 * * *', run: purgeOutbox },
  { name: 'accounts.purge-codes', cron: '20 19 * * *', run: purgeSignInCodes },
  { name: 'accounts.purge-invited-emails', cron: '25 19 * * *', run: purgeInvitedEmails },
  { name: 'members.purge-invitations', cron: '25 19 * * *', run: purgeMemberInvitations },
  { name: 'auth.purge-sessions', cron: '30 19 * * *', run: purgeSessions },
  { name: 'auth.purge-proofs', cron: '50 * * * *', run: purgeProofs },
  { name: 'identity.purge-cases', cron: '32 19 * * *', run: purgeCases },
  { name: 'auth.purge-devices', cron: '30 19 * * *', run: purgeDevices },
  { name: 'qualifications.purge-views', cron: '35 19 * * *', run: purgeViews },
  { name: 'accounts.purge-reveals', cron: '34 19 * * *', run: purgeReveals },
  { name: 'reports.purge-dossiers', cron: '36 19 * * *', run: purgeDossierExports },
]

export type Worker = { stop(): Promise<void> }

/** Starts the worker, in the portal's process or in one of its own. */
export async function startWorker(): Promise<Worker> {
  const heartbeat = await startHeartbeat()
  const scheduler = await startScheduler(JOBS, heartbeat)
  const releasing = startReleaseLoop(heartbeat.id)
  const outbox = startOutboxLoop()
  const auditLog = startAuditLogLoop()
  const tombstones = startTombstoneLoop()
  const exports = startExportLoop()
  const verifications = startVerificationLoop()
  log.info('worker started')
  return {
    async stop() {
      const others = [outbox, exports, scheduler, verifications, releasing, tombstones]
      await Promise.all(others.map((one) => one.stop()))
      await auditLog.stop() // last: what the others recorded still finds its place
      await heartbeat.stop() // what is not done by now is another worker's
      log.info('worker stopped')
    },
  }
}
