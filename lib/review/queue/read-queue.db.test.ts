import { describe, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { decide, submit } from '@/tests/factories/journey'
import { anOrganisationDraft } from '@/tests/factories/organisation-drafts'
import { aReadyDraft } from '@/tests/factories/qualifications'
import { aClaimedQualification, anApplicant, aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { claimQualification } from '../claims/claim-qualification'
import { readCurrentClaim } from '../read-current-claim'
import { readForReview } from '../read-for-review'
import { foundInAddress, QueueFilters } from './queue-filters'
import { readQueue } from './read-queue'
import { REVIEW_TARGET_SECONDS } from './target'

const queue = async (actor: Awaited<ReturnType<typeof someStaff>>, filters: object = {}) =>
  readQueue(actor, QueueFilters.parse(filters))

/** Copies a row many times, some of them urgent and some with the same time: the queue reads nothing else. */
const copiesOf = (id: string, count: number) => database().$executeRaw`
  INSERT INTO qualifications (id, reference, account_id, created_by_id, kind, status, data_key_id, is_urgent, queued_at,
    queue_place, first_submitted_at, reviewer_id, claimed_at, lease_ends_at, updated_at)
  SELECT gen_random_uuid(), q.reference || n, q.account_id, q.created_by_id, q.kind, q.status, q.data_key_id, n % 2 = 0,
    q.queued_at - make_interval(mins => n % 7), q.queue_place - make_interval(mins => n % 7), q.first_submitted_at,
    q.reviewer_id, q.claimed_at, q.lease_ends_at, now()
  FROM qualifications q, generate_series(1, ${count}::int) n WHERE q.id = ${id}::uuid`

async function allPages(actor: Awaited<ReturnType<typeof someStaff>>, filters: object) {
  const seen = []
  let after: string | undefined
  do {
    const page = await queue(actor, { ...filters, after })
    expect(page.entries.length).toBeLessThanOrEqual(50)
    seen.push(...page.entries)
    after = page.next ?? undefined
  } while (after)
  return seen
}

describe('the queue', () => {
  test('is read in order, urgent cases first, in pages that neither repeat nor skip', async () => {
    const reviewer = await someStaff()
    const { qualification } = await aClaimedQualification({ queuedMinutesAgo: 1_003 })
    await copiesOf(qualification.id, 133)

    const seen = await allPages(reviewer, {})

    expect(seen.length).toBe(134)
    expect(new Set(seen.map(({ id }) => id)).size).toBe(134)
    const places = seen.map(({ isUrgent, queuedAt, id }) => `${isUrgent ? 1 : 2} ${queuedAt.toISOString()} ${id}`)
    expect(places).toEqual([...places].sort())
  })

  test('sorts a resubmission by its place, not by its time', async () => {
    const applicant = await anApplicant()
    const { qualification: older } = await aSubmittedQualification({ applicant, queuedMinutesAgo: 20_020 })
    const { qualification: again } = await aSubmittedQualification({ applicant, queuedMinutesAgo: 20_010 })
    const queuePlace = new Date(Number(again.queuePlace) - 86_400_000)
    await database().qualification.update({ where: { id: again.id }, data: { queuePlace } })
    const ids = (await allPages(await someStaff(), {})).map(({ id }) => id)
    expect(ids.filter((id) => id === older.id || id === again.id)).toEqual([again.id, older.id])
  })

  test('lists closed cases newest first, urgent or not', async () => {
    const { qualification } = await aSubmittedQualification({ queuedMinutesAgo: 500 })
    await database().qualification.update({ where: { id: qualification.id }, data: { status: 'REVOKED' } })
    await copiesOf(qualification.id, 59)
    const seen = await allPages(await someStaff(), { status: 'REVOKED' })
    expect(new Set(seen.map(({ id }) => id)).size).toBe(60)
    const places = seen.map(({ queuedAt, id }) => `${queuedAt.toISOString()} ${id}`)
    expect(places).toEqual([...places].sort().reverse())
  })

  test('shows holders, cases with expired claims as waiting, and cases of one’s own accounts', async () => {
    const applicant = await anApplicant()
    const me = await someStaff({ name: '李审核', accountIds: [applicant.accountId] })
    const { qualification: own } = await aSubmittedQualification({ applicant, queuedMinutesAgo: 130 })
    const { qualification: mine } = await aClaimedQualification({ reviewer: me })
    const { qualification: past } = await aClaimedQualification({ leaseMinutes: -1 })

    const entry = async (reference: string) => (await queue(me, { reference })).entries
    expect(await entry(own.reference)).toMatchObject([{ id: own.id, isOwn: true, holder: null, status: 'SUBMITTED' }])
    expect((await entry(own.reference))[0]?.waitedSeconds).toBeCloseTo(130 * 60, -2)
    expect(await entry(mine.reference)).toMatchObject([
      { status: 'IN_REVIEW', holder: { id: me.id, name: '李审核', isMe: true } },
    ])
    expect(await entry(past.reference)).toMatchObject([{ status: 'SUBMITTED', holder: null }])
  })

  test('finds a reference as people type it, in any state', async () => {
    const reviewer = await someStaff()
    const { qualification } = await aSubmittedQualification()
    await database().qualification.update({ where: { id: qualification.id }, data: { status: 'APPROVED' } })
    const typed = qualification.reference.toLowerCase().replaceAll('-', ' ')
    expect((await queue(reviewer, { reference: typed })).entries).toMatchObject([{ id: qualification.id }])
    expect((await queue(reviewer, { reference: 'ZX-20260101-AAAAAA' })).entries).toEqual([])
  })

  test('narrows by state, kind, revision and holder', async () => {
    const { reviewer, qualification } = await aClaimedQualification()
    await database().qualification.update({ where: { id: qualification.id }, data: { revision: 2 } })
    const ids = async (filters: object) => (await queue(reviewer, filters)).entries.map(({ id }) => id)
    expect(await ids({ status: 'MINE' })).toEqual([qualification.id])
    expect(await ids({ status: 'MINE', revision: 'again', kind: 'INDIVIDUAL' })).toEqual([qualification.id])
    expect(await ids({ status: 'MINE', revision: 'first' })).toEqual([])
    expect(await ids({ status: 'MINE', kind: 'ORGANISATION' })).toEqual([])
    expect(await ids({ status: 'REJECTED' })).toEqual([])
  })

  test('narrows by organisation type, use, principal, and cases that wait too long', async () => {
    const applicant = await anApplicant()
    const insider = await someStaff({ accountIds: [applicant.accountId] })
    const make = async (queuedMinutesAgo: number, row: object) =>
      (await aSubmittedQualification({ applicant, queuedMinutesAgo, row })).qualification.id
    const late = await make(25 * 60, { organisationType: 'BRANCH', purposes: ['NOTIFICATION', 'MARKETING'] })
    const behalf = await make(23 * 60, { organisationType: 'ENTERPRISE', purposes: ['MARKETING'], isOnBehalf: true })
    const own = await make(10, { purposes: ['VERIFICATION'] })

    const found = async (filters: object) =>
      (await allPages(insider, filters)).filter(({ isOwn }) => isOwn).map(({ id }) => id)
    expect(await found({})).toEqual([late, behalf, own])
    expect(await found({ type: 'BRANCH' })).toEqual([late])
    expect(await found({ purpose: 'MARKETING' })).toEqual([late, behalf])
    expect(await found({ purpose: 'VERIFICATION' })).toEqual([own])
    expect(await found({ use: 'ON_BEHALF' })).toEqual([behalf])
    expect(await found({ use: 'OWN_USE', purpose: 'MARKETING' })).toEqual([late])
    expect(await found({ waiting: 'over' })).toEqual([late])
    const entries = (await queue(insider, { found: foundInAddress([late, behalf]) })).entries
    expect(entries).toMatchObject([
      { id: behalf, isOverTarget: false, isOnBehalf: true, organisationType: 'ENTERPRISE' },
      { id: late, isOverTarget: true, purposes: ['NOTIFICATION', 'MARKETING'] },
    ])
    expect((await queue(insider, { found: foundInAddress([]) })).entries).toEqual([])
  })

  test('shows the submitted revision of a decided case, and how long that one waited', async () => {
    const { applicant, id } = await aReadyDraft()
    await submit(applicant, id)
    const reviewer = await someStaff()
    await decide(reviewer, id, { ID_PORTRAIT: 'BLURRED' })
    await database().$executeRaw`
      UPDATE qualifications SET queued_at = queued_at - interval '3 days', decided_at = decided_at - interval '3 days'
      WHERE id = ${id}::uuid`
    const found = async (filters: object) =>
      (await allPages(reviewer, { status: 'CHANGES_REQUESTED', ...filters })).filter((entry) => entry.id === id)
    expect(await found({ revision: 'first' })).toMatchObject([{ revision: 1, isOverTarget: false }])
    expect(await found({ revision: 'again' })).toEqual([])
    expect(await found({ waiting: 'over' })).toEqual([])
    await database()
      .$executeRaw`UPDATE qualifications SET queued_at = queued_at - interval '3 days' WHERE id = ${id}::uuid`
    const [late] = await found({ waiting: 'over' })
    expect(late).toMatchObject({ isOverTarget: false })
    expect(late?.waitedSeconds).toBeGreaterThan(REVIEW_TARGET_SECONDS)
    await withdrawQualification(applicant, { qualificationId: id })
    expect(await found({ status: 'WITHDRAWN' })).toMatchObject([{ revision: 1 }])
  })

  test('never shows unsubmitted qualifications', async () => {
    const { qualification } = await aSubmittedQualification()
    await database().qualification.update({
      where: { id: qualification.id },
      data: { status: 'DRAFT', queuedAt: null, queuePlace: null },
    })
    expect((await queue(await someStaff(), { reference: qualification.reference })).entries).toEqual([])
  })

  test('is refused to people without access to the queue', async () => {
    for (const actor of [await anApplicant(), await someStaff({ roles: [] })]) {
      await expect(queue(actor)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
  })
})

describe('a case', () => {
  test('opens for its holder: the declared values, the files and the reasons for each part', async () => {
    const { reviewer, qualification, parts } = await aClaimedQualification({ fields: { 'person.name': '赵六' } })
    const read = await readForReview(reviewer, qualification.id)

    expect(read?.head).toMatchObject({ reference: qualification.reference, holder: { isMe: true }, canClaim: false })
    const ids = (all: readonly { id: string }[] = []) => all.map(({ id }) => id).toSorted()
    expect(ids(read?.opened?.parts)).toEqual(ids(parts)) // in the order of what is judged together
    const identity = read?.opened?.parts.find(({ fieldGroup }) => fieldGroup === 'identity')
    expect(identity?.answers[0]).toEqual({ key: 'person.name', type: 'TEXT', value: '赵六', isSensitive: false })
    expect(identity?.correctableFields).toContain('person.idNumber')
    const letter = read?.opened?.parts.find(({ documentKind }) => documentKind === 'COMMITMENT_LETTER')
    expect(letter?.files).toMatchObject([{ width: 1_200, height: 800 }])
    expect(letter?.reasons).toContain('THUMBPRINT_MISSING')
    expect(letter?.answers.map(({ key }) => key)).toContain('person.name')
    const samples = read?.opened?.parts.find(({ kind }) => kind === 'SAMPLE_MESSAGES')
    expect(samples?.samples).toEqual(['【小明书屋】您订的书到了。'])
    expect(read?.opened?.secondsLeft).toBeGreaterThan(800)
  })

  test('offers no field for correction that was not required', async () => {
    const { applicant, id } = await anOrganisationDraft()
    await submit(applicant.actor, id)
    const reviewer = await someStaff()
    await claimQualification(reviewer, { qualificationId: id })
    const parts = (await readForReview(reviewer, id))?.opened?.parts ?? []
    const admin = parts.find(({ fieldGroup }) => fieldGroup === 'admin')
    expect(admin?.correctableFields).toEqual(['admin.isLegalRep'])
    const letter = parts.find(({ documentKind }) => documentKind === 'COMMITMENT_LETTER')
    expect(letter?.correctableFields).toEqual(expect.arrayContaining(['legalRep.name', 'signatures']))
    expect(letter?.correctableFields).not.toContain('admin.name')
  })

  test('stays closed for everyone else, who see only its state', async () => {
    const { qualification, reviewer } = await aClaimedQualification()
    const others = [await someStaff(), await someStaff({ roles: ['LEAD'] }), await someStaff({ roles: ['AUDITOR'] })]
    for (const actor of others) {
      const read = await readForReview(actor, qualification.id)
      expect(read).toMatchObject({
        head: { status: 'IN_REVIEW', holder: { id: reviewer.id, isMe: false } },
        opened: null,
      })
    }
  })

  test('closes when the claim expires, and is closed for one’s own account', async () => {
    const { qualification, reviewer } = await aClaimedQualification({ leaseMinutes: -1 })
    expect(await readForReview(reviewer, qualification.id)).toMatchObject({
      head: { status: 'SUBMITTED', holder: null, canClaim: true },
      opened: null,
    })
    const applicant = await anApplicant()
    const insider = await someStaff({ accountIds: [applicant.accountId] })
    const own = await aClaimedQualification({ applicant, reviewer: insider })
    expect(await readForReview(insider, own.qualification.id)).toMatchObject({
      head: { canClaim: false },
      opened: null,
    })
  })

  test('is not found without access to the queue, not even by its applicant', async () => {
    const { qualification, applicant } = await aClaimedQualification()
    const others = [applicant, await anApplicant(), await someStaff({ roles: [] })]
    for (const actor of others) expect(await readForReview(actor, qualification.id)).toBeNull()
  })

  test('a reviewer finds the claim that they hold', async () => {
    const { qualification, reviewer } = await aClaimedQualification()
    expect(await readCurrentClaim(reviewer)).toEqual({ id: qualification.id, reference: qualification.reference })
    expect(await readCurrentClaim(await someStaff())).toBeNull()
  })
})
