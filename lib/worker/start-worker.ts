import 'server-only'
import { purgeLimits } from '@/lib/accounts/limits/purge-limits'
import { purgeMemberInvitations } from '@/lib/accounts/members/purge-member-invitations'
import { purgeReveals } from '@/lib/accounts/reveals/count-reveal'
import { closeRefusalCounts } from '@/lib/audit/close-refusal-counts'
import { MINUTE } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { log } from '@/lib/core/log'
import { collectOrphans } from '@/lib/documents/collect-orphans'
import { collectPartialFiles } from '@/lib/documents/partial-file'
import { scrubVault } from '@/lib/documents/scrub-vault'
import { purgeChanges } from '@/lib/integrations/changes/purge-changes'
import { purgeStoredAnswers } from '@/lib/integrations/idempotency/answer-once'
import { purgeKeyUses } from '@/lib/integrations/uses/purge-uses'
import { purgeDeliveries } from '@/lib/integrations/webhooks/delivery/purge-deliveries'
import { rewriteDataKeys } from '@/lib/keys/erasing/rewrite-data-keys'
import { rotateOnSchedule } from '@/lib/keys/scheduled-rotation'
import { purgeOutbox } from '@/lib/notifications/outbox/purge-outbox'
import { eraseDue } from '@/lib/privacy/retention/erase-due'
import { expireQualifications } from '@/lib/qualifications/clock/expire-qualifications'
import { lapseDrafts } from '@/lib/qualifications/clock/lapse-drafts'
import { remindOfDrafts } from '@/lib/qualifications/clock/remind-of-drafts'
import { remindOfExpiry } from '@/lib/qualifications/clock/remind-of-expiry'
import { purgeViews } from '@/lib/qualifications/files/record-view'
import { closeEndedPhones } from '@/lib/qualifications/phone/end-phones'
import { purgeDossierExports } from '@/lib/reports/dossier/export-dossier'
import { lapseConsentRequests } from '@/lib/reports/exports/consent-requests'
import { removeExports } from '@/lib/reports/exports/remove-exports'
import { requestMonthly } from '@/lib/reports/exports/request-monthly'
import { expireClaims } from '@/lib/review/claims/expire-claims'
import { purgeProofs } from '@/lib/sign-in/codes/proof-of-work'
import { purgeSignInCodes } from '@/lib/sign-in/codes/purge-sign-in-codes'
import { purgeCases } from '@/lib/sign-in/recovery/erase-cases'
import { purgeDevices } from '@/lib/sign-in/sessions/devices'
import { purgeSessions } from '@/lib/sign-in/sessions/purge-sessions'
import { remindOfRemovals } from '@/lib/staff/access-changes/remind-of-removals'
import { completeRemovals } from '@/lib/staff/complete-removals'
import { purgeInvitedEmails } from '@/lib/staff/invitations/purge-invited-emails'
import { startAuditLogLoop } from './audit-log-loop'
import { startDecisionLoop } from './decision-loop'
import { startExportLoop } from './export-loop'
import { watchConditions } from './incidents/watch-conditions'
import { startHeartbeat } from './jobs/heartbeat'
import { type ScheduledJob, startScheduler } from './jobs/scheduler'
import { startOutboxLoop } from './outbox-loop'
import { startReadingLoop } from './reading-loop'
import { startReleaseLoop } from './release-loop'
import { startTombstoneLoop } from './tombstone-loop'
import { startVerificationLoop } from './verification-loop'
import { startWebhookLoop } from './webhook-loop'

/** It is 09:00 in Shanghai. What was missed while no worker ran is caught up with: each looks for all that is due. */
const DAILY = '0 1 * * *'

/** Closes requests that nobody answered, and removes results whose time is over. */
async function closeExports(): Promise<void> {
  await lapseConsentRequests()
  await removeExports()
}

/** It is shorter than the queue waits for a job. */
const SLICE = 4 * MINUTE

/** Lists what the clock does, bound to the verbs that do it. */
const JOBS: readonly ScheduledJob[] = [
  { name: 'review.lapse-claims', cron: '* * * * *', run: async () => void (await expireClaims()) },
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
  // Starts a reading of the whole vault once a week, and continues one that is in progress.
  { name: 'documents.scrub', cron: '*/5 * * * *', run: async () => void (await scrubVault({ slice: SLICE })) },
  { name: 'reports.ask-monthly', cron: '15 * * * *', run: requestMonthly },
  { name: 'reports.remove-exports', cron: '*/5 * * * *', run: closeExports },
  { name: 'worker.watch-conditions', cron: '* * * * *', run: watchConditions },
  // In the small hours of Shanghai.
  { name: 'messaging.purge', cron: '10 19 * * *', run: purgeOutbox },
  { name: 'webhooks.purge', cron: '12 19 * * *', run: purgeDeliveries },
  { name: 'accounts.purge-codes', cron: '20 19 * * *', run: purgeSignInCodes },
  { name: 'accounts.purge-invited-emails', cron: '25 19 * * *', run: purgeInvitedEmails },
  { name: 'members.purge-invitations', cron: '25 19 * * *', run: purgeMemberInvitations },
  { name: 'auth.purge-sessions', cron: '30 19 * * *', run: purgeSessions },
  { name: 'auth.purge-proofs', cron: '50 * * * *', run: purgeProofs },
  { name: 'identity.purge-cases', cron: '32 19 * * *', run: purgeCases },
  { name: 'auth.purge-devices', cron: '30 19 * * *', run: purgeDevices },
  { name: 'qualifications.purge-views', cron: '35 19 * * *', run: purgeViews },
  { name: 'accounts.purge-limits', cron: '5 * * * *', run: purgeLimits },
  { name: 'qualifications.close-phones', cron: '*/5 * * * *', run: closeEndedPhones },
  { name: 'accounts.purge-reveals', cron: '34 19 * * *', run: purgeReveals },
  { name: 'reports.purge-dossiers', cron: '36 19 * * *', run: purgeDossierExports },
  { name: 'integrations.purge-changes', cron: '38 19 * * *', run: purgeChanges },
  { name: 'integrations.purge-uses', cron: '39 19 * * *', run: purgeKeyUses },
  { name: 'integrations.purge-answers', cron: '55 * * * *', run: purgeStoredAnswers },
]

export type Worker = { stop(): Promise<void> }

/** Starts the worker, in the portal's process or in one of its own. */
export async function startWorker(): Promise<Worker> {
  const heartbeat = await startHeartbeat()
  const scheduler = await startScheduler(JOBS, heartbeat)
  const releasing = startReleaseLoop(heartbeat.id)
  const decisions = startDecisionLoop()
  const outbox = startOutboxLoop()
  const webhooks = startWebhookLoop()
  const auditLog = startAuditLogLoop()
  const tombstones = startTombstoneLoop()
  const exports = startExportLoop()
  const verifications = startVerificationLoop()
  const reading = env().READ_DOCUMENTS === '1' ? startReadingLoop() : null
  log.info('worker started')
  return {
    async stop() {
      const sending = [outbox, webhooks, exports]
      const others = [decisions, scheduler, verifications, releasing, tombstones, reading ?? []].flat()
      await Promise.all([...sending, ...others].map((one) => one.stop()))
      await auditLog.stop() // last: what the others recorded still finds its place
      await heartbeat.stop() // what is not done by now is another worker's
      log.info('worker stopped')
    },
  }
}
