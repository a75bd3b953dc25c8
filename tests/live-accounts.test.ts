import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

/**
 * Test accounts count nowhere (decision 88). A file that reads what belongs to accounts leaves them out, by a filter
 * whose name is here, or is listed with the reason why it need not. What it then says is compared by
 * `lifecycle/test-accounts.db.test.ts`.
 */

const TABLES =
  'qualifications|submissions|decisions|accounts|erasures|erasure_requests|filings|sender_signatures|declared_fields|legal_holds|supplements|qualification_endings|turns|part_judgements'
const MODELS =
  'qualification|submission|decision|account|erasure|erasureRequest|filing|senderSignature|declaredField|legalHold|supplement|statusChange|partJudgement'
const READS = new RegExp(
  `\\b(FROM|JOIN)\\s+(${TABLES})\\b|\\.(${MODELS})\\.(findMany|findFirst|count|groupBy|aggregate)\\b`,
)
const FILTERS = /isLiveAccount|\bLIVE\b|visibleTo|ownedBy|ownAccounts|is_test|isTest/

/** Lists what reads one qualification or one account, for a verb or a page that has found it by a filter before. */
const OF_ONE = [
  'cases/story-events',
  'cases/story-rounds',
  'documents/readings/settle-reading',
  'documents/upload-quota',
  'filings/set-filing',
  'filings/supplements/request-supplement',
  'filings/supplements/supplement-conflict',
  'integrations/changes/read-senders',
  'integrations/consents/attest-consents',
  'integrations/handovers/read-handover',
  'integrations/handovers/usable',
  'keys/erasing/clear-sealed',
  'privacy/erasure/erase-qualification',
  'privacy/erasure/fulfil-request',
  'privacy/erasure/settle-erased',
  'privacy/holds/holds',
  'privacy/retention/retained-until',
  'qualifications/content',
  'qualifications/draft/cooling-off',
  'qualifications/draft/draft-quota',
  'qualifications/draft/lock-own-account',
  'qualifications/draft/new-draft',
  'qualifications/draft/read-opened',
  'qualifications/draft/save-signatures',
  'qualifications/files/accept-document',
  'qualifications/files/examination/examine-next',
  'qualifications/files/examination/refused-page',
  'qualifications/files/examination/settle-file',
  'qualifications/files/record-seen',
  'qualifications/files/unready-files',
  'qualifications/late/settle-late-reading',
  'qualifications/phone/end-phones',
  'qualifications/phone/phone-ended',
  'qualifications/read-round',
  'qualifications/standing/standing-conflict',
  'review/decisions/read-carried',
  'review/decisions/read-decisions',
]

/** Lists what the clock does: it does so to tests as well. */
const OF_THE_CLOCK = [
  'privacy/erasure/erase-left-files',
  'privacy/retention/erase-due',
  'privacy/retention/retention-in-use',
  'qualifications/clock/expire-qualifications',
  'qualifications/clock/lapse-drafts',
  'qualifications/clock/lapse-terms',
  'qualifications/clock/remind-of-drafts',
  'qualifications/clock/remind-of-expiry',
]

/** Lists what is found by a member of staff who claimed it, decided it or placed it: staff know of no test. */
const OF_STAFF = [
  'privacy/holds/read-live-holds',
  'reports/figures/reviewers',
  'review/claims/claim-conflict',
  'review/claims/claims',
  'review/claims/expire-claims',
  'review/decisions/send-decision',
  'review/decisions/take-effect',
  'review/notices/read-news',
  'review/queue/read-mine',
  'review/read-current-claim',
]

/** The audit log has every event, and each says whether it is a test. A list counts by the conditions of its rows. */
const OF_THE_LOG = ['reports/audit-conditions', 'reports/exports/outdated', 'reports/exports/qualification-list']

test('everything that reads across accounts leaves test accounts out, or says why not', () => {
  const files = ['lib', 'app', 'components'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)),
  )
  const forgetful = files
    .filter((file) => !file.startsWith('lib/db/generated'))
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
    .filter((file) => {
      const text = readFileSync(file, 'utf8')
      return READS.test(text) && !FILTERS.test(text)
    })
    .map((file) => file.replace(/^lib\//, '').replace(/\.tsx?$/, ''))
  expect(forgetful.toSorted()).toEqual([...OF_ONE, ...OF_THE_CLOCK, ...OF_STAFF, ...OF_THE_LOG].toSorted())
})
