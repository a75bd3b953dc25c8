import { beforeEach, describe, expect, test } from 'vitest'
import { SYSTEM } from '@/lib/actor/actor'
import { DAY, dateIn } from '@/lib/core/clock'
import { cursorsOf } from '@/lib/core/cursor'
import { database, transaction } from '@/lib/db/client'
import { endedAgo } from '@/tests/factories/endings'
import { aLegalHold } from '@/tests/factories/holds'
import { aReadyDraft, INDIVIDUAL_DOCUMENTS } from '@/tests/factories/qualifications'
import { anApplicant, aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { avoidMidnight } from '@/tests/setup/boundaries'
import { eraseQualification } from '../erasure/erase-qualification'
import { readErasures } from '../erasure/read-erasures'
import { countWaitingRequests, readWaitingRequests } from '../erasure/read-waiting-requests'
import { readLiveHolds } from '../holds/read-live-holds'
import { type DueLine, readDue } from './read-due'
import { readForecast } from './read-forecast'

beforeEach(avoidMidnight)

const auditor = () => someStaff({ roles: ['AUDITOR'] })
const admin = () => someStaff({ roles: ['ADMIN'] })
const BOTH = ['DOCUMENTS', 'DETAILS'] as const
const erase = (id: string, scopes: typeof BOTH | readonly ['DOCUMENTS'] = BOTH) =>
  transaction((tx) => eraseQualification(tx, SYSTEM, { id, scopes, cause: 'RETENTION', requestId: null }))

async function anEnded(...[ending, days]: [Parameters<typeof endedAgo>[1], number]) {
  const { qualification, applicant } = await aSubmittedQualification()
  await endedAgo(qualification.id, ending, days)
  return { id: qualification.id, reference: qualification.reference, applicant }
}

/** Reads every page. */
async function allDue(): Promise<DueLine[]> {
  const reader = await auditor()
  const lines: DueLine[] = []
  for (let after: string | undefined; ; ) {
    const page = await readDue(reader, after)
    lines.push(...page.lines)
    if (!page.later) return lines
    after = page.later
  }
}

test('a person without the right to read it reads nothing', async () => {
  const [lead, applicant] = [await someStaff({ roles: ['LEAD'] }), await anApplicant()]
  for (const read of [readForecast, readDue, readLiveHolds, readErasures, readWaitingRequests]) {
    for (const actor of [lead, applicant]) await expect(read(actor)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  }
  const { accountId, id: requestedById } = applicant
  await database().erasureRequest.create({ data: { accountId, requestedById, state: 'WAITING', obstacles: [] } })
  expect(await countWaitingRequests(await admin())).toBe(1)
  expect(await countWaitingRequests(lead)).toBe(0)
})

describe('the forecast', () => {
  /** Returns the lines that an act added. */
  async function added(act: () => Promise<unknown>) {
    const reader = await auditor()
    const before = await readForecast(reader)
    await act()
    const after = await readForecast(reader)
    const figures = after.map(({ when, counts, held }, index) => {
      const was = before[index]
      const differences = Object.entries(counts).flatMap(([outcome, { documents, details }]) => {
        const old = was?.counts[outcome as keyof typeof counts]
        const [more, words] = [documents - (old?.documents ?? 0), details - (old?.details ?? 0)]
        return more || words ? [`${outcome} ${more}/${words}`] : []
      })
      const heldMore = held - (was?.held ?? 0)
      return [when, ...differences, ...(heldMore ? [`held ${heldMore}`] : [])]
    })
    return figures.filter((line) => line.length > 1)
  }
  const monthIn = (days: number) => dateIn(new Date(Date.now() + days * DAY)).slice(0, 7)

  test('has what is overdue, this month and eleven more, and what is later', async () => {
    const whens = (await readForecast(await auditor())).map(({ when }) => when)
    expect(whens).toHaveLength(14)
    expect([whens[0], whens[1], whens[13]]).toEqual(['OVERDUE', monthIn(0), 'LATER'])
    expect(new Set(whens).size).toBe(14)
    expect(whens.slice(1, 13)).toEqual(whens.slice(1, 13).toSorted())
  })

  test('counts each by how it ended and when it is due, and those that are held among them', async () => {
    const lines = await added(async () => {
      await anEnded('REJECTED', 91)
      const { id } = await anEnded('WITHDRAWN', 92)
      await aLegalHold({ qualificationId: id }, (await admin()).id)
      await anEnded('LAPSED', 0)
      await anEnded('EXPIRED', 0)
      const { qualification } = await aSubmittedQualification()
      const validUntil = new Date(Date.now() - 700 * DAY) // while the scheduled run has not come yet
      await database().qualification.update({
        where: { id: qualification.id },
        data: { status: 'APPROVED', validUntil },
      })
    })
    expect(lines).toEqual(
      [
        ['OVERDUE', 'REJECTED 1/1', 'WITHDRAWN 1/1', 'held 2'],
        [monthIn(30), 'APPROVED 1/1'],
        [monthIn(90), 'ABANDONED 1/1'],
        ['LATER', 'APPROVED 1/1'],
      ].toSorted(([one = ''], [other = '']) => rank(one) - rank(other)),
    )
  })
  const rank = (when: string) => (when === 'OVERDUE' ? 0 : when === 'LATER' ? 1e9 : Number(when.replace('-', '')))

  test('leaves out what is erased, and what is in progress', async () => {
    const { id } = await anEnded('REJECTED', 91)
    expect(await added(() => erase(id, ['DOCUMENTS']))).toEqual([['OVERDUE', 'REJECTED -1/0']])
    expect(await added(() => erase(id))).toEqual([['OVERDUE', 'REJECTED 0/-1']])
    expect(await added(() => aSubmittedQualification())).toEqual([])
  })
})

test('due data is listed once, the soonest first, page by page; held ones are marked', async () => {
  const made = await Promise.all(Array.from({ length: 27 }, (_, index) => anEnded('REJECTED', 60 - index)))
  const held = made[3]?.id ?? ''
  await aLegalHold({ qualificationId: held }, (await admin()).id)
  const draft = await aReadyDraft()
  await endedAgo(draft.id, 'WITHDRAWN', 10)
  const all = await allDue()
  const times = all.map(({ at }) => at.getTime())
  expect(times).toEqual(times.toSorted((one, other) => one - other))
  const ids = new Set([...made.map(({ id }) => id), draft.id])
  const mine = all.filter(({ id }) => ids.has(id))
  expect(mine.map(({ id }) => id)).toEqual([...made.map(({ id }) => id), draft.id])
  expect(mine.every(({ what }) => what.join() === 'DOCUMENTS,DETAILS')).toBe(true)
  expect(mine.filter(({ isHeld }) => isHeld).map(({ id }) => id)).toEqual([held])
  expect(mine.filter(({ isSubmitted }) => !isSubmitted).map(({ id }) => id)).toEqual([draft.id])
  expect(await readDue(await auditor(), 'nonsense')).toEqual(await readDue(await auditor()))
})

test('erasures are listed, the newest first, with the number of files', async () => {
  const { id, reference } = await anEnded('REJECTED', 91)
  await erase(id, ['DOCUMENTS'])
  await erase(id)
  const { lines } = await readErasures(await auditor())
  expect(lines.slice(0, 2)).toMatchObject([
    { qualification: { id, reference, isSubmitted: true }, scopes: BOTH, cause: 'RETENTION', files: 0 },
    { qualification: { id }, scopes: ['DOCUMENTS'], files: INDIVIDUAL_DOCUMENTS.length },
  ])
  const [first, second] = lines
  const after = (line?: { at: Date; id: string }) => line && cursorsOf('erasures').write(line)
  expect((await readErasures(await auditor(), after(first))).lines[0]).toEqual(second)
})

test('holds in force are listed with what they lie on', async () => {
  const [one, ofAccount, lifted] = [
    await anEnded('REJECTED', 1),
    await anEnded('REJECTED', 1),
    await anEnded('REJECTED', 1),
  ]
  const { id: placedById } = await admin()
  const holds = [
    await aLegalHold({ qualificationId: one.id }, placedById),
    await aLegalHold({ accountId: ofAccount.applicant.accountId }, placedById),
    await aLegalHold({ qualificationId: lifted.id }, placedById),
  ]
  const [, , last] = holds
  await database().legalHold.update({
    where: { id: last?.id ?? '' },
    data: { liftedAt: new Date(), liftedById: placedById },
  })
  const found = (await readLiveHolds(await auditor())).filter((hold) => holds.some(({ id }) => id === hold.id))
  expect(found.map(({ covers, qualifications }) => [covers, qualifications])).toEqual([
    ['ACCOUNT', [{ id: ofAccount.id, reference: ofAccount.reference }]],
    ['QUALIFICATION', [{ id: one.id, reference: one.reference }]],
  ])
})

describe('requests that wait', () => {
  const ask = (accountId: string, requestedById: string, qualificationId: string | null = null) =>
    database().erasureRequest.create({
      data: { accountId, requestedById, qualificationId, state: 'WAITING', obstacles: ['TERM_NOT_OVER', 'IN_FORCE'] },
    })

  test('are listed, the oldest first, with what they are about and what stood against them', async () => {
    const [one, whole] = [await anEnded('EXPIRED', 1), await anEnded('EXPIRED', 1)]
    const first = await ask(one.applicant.accountId, one.applicant.id, one.id)
    const second = await ask(whole.applicant.accountId, whole.applicant.id)
    await aLegalHold({ accountId: whole.applicant.accountId }, (await admin()).id)
    const decider = await admin()
    const { requests } = await readWaitingRequests(decider)
    const mine = requests.filter(({ id }) => [first.id, second.id].includes(id))
    expect(mine).toMatchObject([
      {
        id: first.id,
        isWhole: false,
        qualifications: [{ id: one.id, reference: one.reference, status: 'EXPIRED' }],
        obstacles: ['IN_FORCE', 'TERM_NOT_OVER'],
        isHeld: false,
        mayDecide: true,
      },
      { id: second.id, isWhole: true, qualifications: [{ id: whole.id }], isHeld: true, mayDecide: true },
    ])
    expect(await countWaitingRequests(decider)).toBeGreaterThanOrEqual(2)
    const seen = (await readWaitingRequests(await auditor())).requests.find(({ id }) => id === first.id)
    expect(seen).toMatchObject({ mayDecide: false, isOwn: false })
    const insider = await someStaff({ roles: ['ADMIN'], accountIds: [one.applicant.accountId] })
    const own = (await readWaitingRequests(insider)).requests.find(({ id }) => id === first.id)
    expect(own).toMatchObject({ mayDecide: false, isOwn: true })
  })

  test('are listed page by page, and no longer once they are decided', async () => {
    const { id: userId, accountId } = await anApplicant()
    const asked = await Promise.all(
      Array.from({ length: 23 }, async () => {
        const { qualification } = await aSubmittedQualification()
        return ask(accountId, userId, qualification.id)
      }),
    )
    const reader = await auditor()
    const found: string[] = []
    for (let after: string | undefined; ; ) {
      const page = await readWaitingRequests(reader, after)
      found.push(...page.requests.map(({ id }) => id))
      if (!page.later) break
      after = page.later
    }
    expect(found.filter((id) => asked.some((each) => each.id === id))).toHaveLength(23)
    expect(new Set(found).size).toBe(found.length)
    await database().erasureRequest.updateMany({ where: { accountId }, data: { state: 'WITHDRAWN' } })
    const { requests } = await readWaitingRequests(reader)
    expect(requests.some(({ id }) => asked.some((each) => each.id === id))).toBe(false)
  })
})
