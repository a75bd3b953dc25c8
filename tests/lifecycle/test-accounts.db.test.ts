import { randomInt } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { closeRefusalCounts } from '@/lib/audit/close-refusal-counts'
import { recordRefusal } from '@/lib/audit/record'
import { readStory } from '@/lib/cases/read-story'
import { setUrgency } from '@/lib/cases/set-urgency'
import { showDeclared } from '@/lib/cases/show-declared'
import { DATABASE_FAMILIES } from '@/lib/cli/metrics/database-families'
import { DAY } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime } from '@/lib/db/client'
import { playFilings } from '@/lib/filings/play-filings'
import { listApplications } from '@/lib/integrations/applications/list-applications'
import { listSenders } from '@/lib/integrations/changes/list-senders'
import type { ErasureRecord } from '@/lib/privacy/erasure/erasure-record'
import { readErasures } from '@/lib/privacy/erasure/read-erasures'
import { countWaitingRequests, readWaitingRequests } from '@/lib/privacy/erasure/read-waiting-requests'
import { placeLegalHold } from '@/lib/privacy/holds/place-legal-hold'
import { readForecast } from '@/lib/privacy/retention/read-forecast'
import { countAhead } from '@/lib/qualifications/count-ahead'
import { visibleTo } from '@/lib/qualifications/policy'
import { suspendQualification } from '@/lib/qualifications/standing/suspend-qualification'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { exportDossier } from '@/lib/reports/dossier/export-dossier'
import { qualificationList } from '@/lib/reports/exports/qualification-list'
import { ExportFilters } from '@/lib/reports/exports/schemas'
import { readFigures } from '@/lib/reports/figures/read-figures'
import { claimNext } from '@/lib/review/claims/claim-next'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import { playDecision } from '@/lib/review/decisions/play-decision'
import { QUEUE_STATUSES } from '@/lib/review/queue/queue-choices'
import { QueueFilters } from '@/lib/review/queue/queue-filters'
import { readQueue } from '@/lib/review/queue/read-queue'
import { measureReviewTimes } from '@/lib/review/queue/review-times'
import { searchQualifications } from '@/lib/review/queue/search-qualifications'
import { readForReview } from '@/lib/review/read-for-review'
import { readSeenElsewhere } from '@/lib/review/read-seen-elsewhere'
import { currentRulebook } from '@/lib/rulebook/registry'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { readDeclaredPeople } from '@/lib/sign-in/recovery/declared-people'
import { readIdNumbers } from '@/lib/sign-in/recovery/id-endings'
import { aClient } from '@/tests/factories/api-keys'
import {
  aClaimedQualification,
  anApplicant,
  aSubmittedQualification,
  judgementsOf,
  someStaff,
} from '@/tests/factories/review'
import { avoidMidnight } from '@/tests/setup/boundaries'

beforeEach(avoidMidnight)

/**
 * Everything that lists, counts, finds or reports across accounts is read here before and after test accounts have all
 * that an account can have, and must say the same; once live accounts have it too, each must say something else. What
 * is new and forgets test accounts is added here, as `live-accounts.test.ts` demands.
 */

const number = String(randomInt(10 ** 11, 10 ** 12))
const PERSON = { fields: { 'person.idNumber': `110105${number}` }, signatures: [`书屋${number}`] }
const USES = { purposes: ['NOTIFICATION'] }

let staff: PersonActor
let applicant: PersonActor & { accountId: string }
let known: Awaited<ReturnType<typeof aSubmittedQualification>>
let until: Date

beforeAll(async () => {
  staff = await someStaff({ roles: ['ADMIN', 'LEAD', 'AUDITOR', 'REVIEWER'] })
  applicant = await anApplicant()
  known = await aClaimedQualification({ ...PERSON, reviewer: await someStaff(), queuedMinutesAgo: 5 })
  until = new Date((await databaseTime()).getTime() + DAY)
})

const exported = async (format: 'CSV' | 'JSONL') =>
  text(await qualificationList.write({ format, filters: ExportFilters.parse({}), until, isMasked: true, say: String }))

const sendersOf = async () =>
  (await listSenders({ cursor: undefined, limit: 100, accountId: null, isTest: false })).accounts.map(
    ({ account }) => account,
  )

async function seenElsewhere() {
  const rules = rulesFor(await currentRulebook(), 'INDIVIDUAL')
  const { qualification, submissionId } = known
  const { accountId, id: qualificationId } = qualification
  const of = { qualificationId, submissionId, accountId, rules, fileIds: [], ownAccountIds: [] }
  const answers = [{ key: 'person.idNumber' }] as never
  return (await readSeenElsewhere(of))({ kind: 'FIELDS', answers, files: [], signature: null })
}

/** Reads the queue's figures as the endpoint of metrics does. */
async function metrics() {
  const family = DATABASE_FAMILIES.find(({ name }) => name === 'review')
  const rows = await database().$queryRawUnsafe<{ metric: string; labels: object; value: number }[]>(
    family?.sql() ?? '',
  )
  return rows.filter(({ metric }) => metric === 'zhunxin_review_queue')
}

const claimed = () =>
  claimNext(staff).then(
    ({ qualificationId }) => qualificationId,
    (error: unknown) => (error instanceof DomainError ? error.code : error),
  )

/** Reads each place that counts or lists, by name. `onceClaimed` changes what others read, so it comes last. */
const READINGS: Record<string, () => Promise<unknown>> = {
  visible: () => database().qualification.count({ where: visibleTo(staff) }),
  ...Object.fromEntries(
    QUEUE_STATUSES.filter((status) => status !== 'MINE' && status !== 'IN_REVIEW').map((status) => [
      `queue ${status}`,
      async () => (await readQueue(staff, QueueFilters.parse({ status }))).entries.map(({ id }) => id),
    ]),
  ),
  'search by number': async () => (await searchQualifications(staff, { text: `110105${number}` })).ids,
  'search by signature': async () => (await searchQualifications(staff, { text: `书屋${number}` })).ids,
  'seen elsewhere': seenElsewhere,
  'review times': measureReviewTimes,
  'count ahead': () =>
    countAhead({ ...known.qualification, status: 'SUBMITTED', queuePlace: new Date(), isUrgent: false }),
  figures: async () => {
    const { at: _at, period: _period, names: _names, ...figures } = await readFigures(staff, '7d')
    return figures
  },
  metrics,
  'export as CSV': () => exported('CSV'),
  'export as JSON Lines': () => exported('JSONL'),
  'rows of an export': () => qualificationList.count(database(), ExportFilters.parse({}), until),
  'what falls due': () => readForecast(staff),
  'erasure requests': async () => (await readWaitingRequests(staff)).requests.map(({ id }) => id),
  'number of erasure requests': () => countWaitingRequests(staff),
  erasures: async () => (await readErasures(staff)).lines.map(({ id }) => id),
  'senders of the feed': sendersOf,
  'qualifications of a key': async () => {
    const page = { account: undefined, status: undefined, limit: undefined, after: undefined }
    return (await listApplications(await live, page)).qualifications.length
  },
  'people that an applicant declared': () => readDeclaredPeople(database(), applicant.id),
  'numbers that an applicant declared': () => readIdNumbers(database(), applicant.id),
}

const live = aClient()
const testing = aClient({ isTest: true })

async function readAll(): Promise<Record<string, unknown>> {
  const said: Record<string, unknown> = {}
  for (const [name, read] of Object.entries(READINGS)) said[name] = await read()
  return said
}

/**
 * Gives an account one of each: what waits, what is urgent, what was decided each way, filed, suspended, withdrawn,
 * erased.
 */
async function fill(isTest: boolean): Promise<void> {
  const owner = isTest ? await anApplicant({ isTest }) : await anApplicant()
  // The same person belongs to it, and to a live account.
  await database().membership.create({ data: { accountId: owner.accountId, userId: applicant.id } })
  const given = { applicant: owner, ...PERSON, row: USES }
  await aSubmittedQualification(given)
  await aSubmittedQualification({ ...given, row: { ...USES, isUrgent: true } })
  const approved = await decided(isTest, given)
  await file(isTest, approved)
  const soon = new Date((await databaseTime()).getTime() + 5 * DAY)
  await database().qualification.update({ where: { id: approved }, data: { validUntil: soon } })
  const suspended = await decided(isTest, given)
  await database().qualification.update({ where: { id: suspended }, data: { status: 'SUSPENDED' } })
  const refused = await decided(isTest, given, 'BLURRED')
  const refusal = new DomainError('INVALID_STATE', '', { subjectId: refused })
  await recordRefusal(owner, 'qualification.withdraw', refusal, 3)
  await database().$executeRaw`UPDATE refusal_counts SET minute = minute - interval '5 minutes' WHERE closed_at IS NULL`
  await closeRefusalCounts()
  for (const status of ['REJECTED', 'REVOKED', 'EXPIRED'] as const) {
    const id = await decided(isTest, given)
    await database().qualification.update({ where: { id }, data: { status } })
  }
  const { qualification } = await aSubmittedQualification(given)
  await withdrawQualification(owner, { qualificationId: qualification.id })
  await erase(owner, refused)
}

async function decided(isTest: boolean, given: object, reason?: string): Promise<string> {
  if (isTest) {
    const { qualification } = await aSubmittedQualification(given)
    const outcome = reason ? 'CHANGES_REQUESTED' : 'APPROVED'
    await playDecision(await testing, { qualificationId: qualification.id, outcome, reasons: reason ? [reason] : [] })
    return qualification.id
  }
  const { qualification, parts } = await aClaimedQualification({ ...given, reviewer: staff })
  const input = { qualificationId: qualification.id, revision: 1, parts: judgementsOf(parts, reason) }
  await decideQualification(staff, input)
  return qualification.id
}

async function file(isTest: boolean, qualificationId: string): Promise<void> {
  const filing = { qualificationId, carrier: 'CMCC', state: 'EFFECTIVE', extensionNumber: '1069' } as const
  if (isTest) await playFilings(await testing, filing)
}

async function erase({ id: requestedById, accountId }: PersonActor & { accountId: string }, qualificationId: string) {
  const record = { version: 1, files: [], details: null, person: false, remains: [] } satisfies ErasureRecord
  const target = { accountId, qualificationId }
  await database().erasureRequest.create({ data: { ...target, requestedById, state: 'WAITING' } })
  const erasure = { ...target, scopes: ['DOCUMENTS' as const], cause: 'RETENTION' as const, record }
  await database().erasure.create({ data: { ...erasure, at: await databaseTime() } })
}

test('test accounts are in no list, figure, export, register, metric or search, and live ones in each', async () => {
  const before = await readAll()
  await fill(true)
  expect(await database().qualification.count({ where: { account: { isTest: true } } })).toBe(9)
  expect(await readAll()).toEqual(before)
  expect(await claimed()).toBe('QUEUE_EMPTY')
  await fill(false)
  const after = await readAll()
  for (const name of Object.keys(READINGS)) expect(after[name], name).not.toEqual(before[name])
  expect(await claimed()).toEqual(expect.stringMatching(/^[0-9a-f-]{36}$/))
})

test('staff open, claim, export, hold and govern no test, as if there were none', async () => {
  const { qualification } = await aSubmittedQualification({ applicant: await anApplicant({ isTest: true }) })
  const qualificationId = qualification.id
  expect(await readForReview(staff, qualificationId)).toBeNull()
  expect(await readStory(staff, qualificationId)).toBeNull()
  const dossier = { locale: 'en', content: 'MASKED', reason: null, note: null } as const
  const hold = { covers: 'QUALIFICATION', reason: 'OTHER', note: 'x' } as const
  const acts = {
    claim: () => claimQualification(staff, { qualificationId }),
    urgency: () => setUrgency(staff, { qualificationId, isUrgent: true }),
    dossier: () => exportDossier(staff, { qualificationId, ...dossier }),
    hold: () => placeLegalHold(staff, { qualificationId, ...hold }),
    suspend: () => suspendQualification(staff, { qualificationId, reason: 'COMPLAINTS', note: null }),
    declared: () => showDeclared(staff, { qualificationId, reason: 'OTHER', note: 'x' }),
  }
  for (const [name, act] of Object.entries(acts)) {
    await expect(act(), name).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
})
