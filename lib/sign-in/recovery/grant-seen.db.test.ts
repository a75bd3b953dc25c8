import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { env } from '@/lib/core/env'
import { newId } from '@/lib/core/ids'
import { maskNumber } from '@/lib/core/masking'
import { database } from '@/lib/db/client'
import type { CaseSide } from '@/lib/db/generated/enums'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { markerPool } from '@/lib/imaging/watermark'
import { blobStore } from '@/lib/storage/blob-store'
import { anAccessCase, anAccessCaseOfNobody } from '@/tests/factories/access-cases'
import { withFactorGiven } from '@/tests/factories/assurance'
import { eventsAbout } from '@/tests/factories/audit'
import { aColleague, aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { aReadyDraft, aStoredFile, IDENTITY } from '@/tests/factories/qualifications'
import { revealsOf, shownBefore } from '@/tests/factories/reveals'
import { aSubmittedQualification } from '@/tests/factories/review'
import { decideCase } from './decide-case'
import { openCaseFile } from './open-case-file'
import { readCase } from './read-case'
import { showCaseNumbers } from './show-case-numbers'

beforeAll(bundleDecoder)
afterAll(() => {
  decoderPool().close()
  markerPool().close()
})

const NUMBER = IDENTITY['person.idNumber']
const aReviewer = async (): Promise<PersonActor> => (await aColleague()).actor

async function aCase(sides: 1 | 2 = 1) {
  const person = await aRegisteredApplicant()
  await aReadyDraft({ applicant: { ...person.actor, accountId: person.accountId } })
  return { person, caseId: await anAccessCase(person, sides) }
}

async function view(reviewer: PersonActor, caseId: string, side: CaseSide): Promise<void> {
  ;(await openCaseFile(reviewer, caseId, side)).stream.resume()
}

const grant = (reviewer: PersonActor, caseId: string) => decideCase(reviewer, { caseId, decision: 'GRANT' })
const stateOf = async (id: string) => (await database().accessCase.findUniqueOrThrow({ where: { id } })).state

describe('granting', () => {
  test('is refused until this reviewer viewed each picture, with which are missing', async () => {
    const { caseId } = await aCase(2)
    const reviewer = await aReviewer()
    const missing = async () => {
      const error: unknown = await grant(reviewer, caseId).catch((refusal: unknown) => refusal)
      expect(error).toMatchObject({ code: 'PICTURES_NOT_VIEWED', subjectId: caseId })
      return (error as { params: { sides: string } }).params.sides
    }
    expect(await missing()).toBe('BOTH')
    await view(reviewer, caseId, 'PORTRAIT')
    expect(await missing()).toBe('EMBLEM')
    expect((await readCase(reviewer, caseId))?.pictures).toEqual([
      { side: 'PORTRAIT', isViewed: true },
      { side: 'EMBLEM', isViewed: false },
    ])
    expect(await stateOf(caseId)).toBe('HANDED_IN')
    expect(await eventsAbout(caseId, 'access_case.decided')).toEqual([])
    await view(reviewer, caseId, 'EMBLEM')
    await grant(reviewer, caseId)
    expect(await stateOf(caseId)).toBe('GRANTED')
  })

  test('another’s views are none of one’s own, and those of another case neither', async () => {
    const { caseId } = await aCase()
    const [reviewer, other] = [await aReviewer(), await aReviewer()]
    await view(other, caseId, 'PORTRAIT')
    await view(reviewer, (await aCase()).caseId, 'PORTRAIT')
    await expect(grant(reviewer, caseId)).rejects.toMatchObject({ params: { sides: 'PORTRAIT' } })
  })

  test('a view of a picture that was replaced since is none of the new one', async () => {
    const { caseId, person } = await aCase()
    const reviewer = await aReviewer()
    await view(reviewer, caseId, 'PORTRAIT')
    const { accountId, id: uploadedById } = person
    const fileId = await database().$transaction((tx) => aStoredFile(tx as never, { accountId, uploadedById }))
    await database().accessCaseFile.update({
      where: { caseId_side: { caseId, side: 'PORTRAIT' } },
      data: { fileId },
    })
    await expect(grant(reviewer, caseId)).rejects.toMatchObject({ code: 'PICTURES_NOT_VIEWED' })
  })

  test('a picture that can’t be drawn was not viewed, and counts for nothing', async () => {
    const { caseId } = await aCase()
    const reviewer = await aReviewer()
    const { fileId } = await database().accessCaseFile.findFirstOrThrow({ where: { caseId } })
    const page = { fileId_variant_page: { fileId, variant: 'RENDITION', page: 0 } } as const
    const { id } = await database().storedBlob.findUniqueOrThrow({ where: page })
    await blobStore().remove(id)
    await expect(openCaseFile(reviewer, caseId, 'PORTRAIT')).rejects.toThrow()
    expect(await eventsAbout(caseId, 'access_case.viewed')).toEqual([])
    expect(await revealsOf(reviewer.id)).toEqual([])
    await expect(grant(reviewer, caseId)).rejects.toMatchObject({ code: 'PICTURES_NOT_VIEWED' })
  })

  test('takes a fresh factor; refusing takes neither that nor a view', async () => {
    const { caseId } = await aCase()
    const reviewer = await aReviewer()
    await view(reviewer, caseId, 'PORTRAIT')
    const stale = await withFactorGiven(reviewer, 16)
    await expect(grant(stale, caseId)).rejects.toMatchObject({ code: 'FRESH_FACTOR_NEEDED', subjectId: caseId })
    const unseen = await withFactorGiven(await aReviewer(), 16)
    await decideCase(unseen, { caseId, decision: 'REFUSE', reason: 'UNREADABLE' })
    expect(await stateOf(caseId)).toBe('REFUSED')
  })

  test('a case that has no picture can’t be granted', async () => {
    const { caseId } = await aCase()
    await database().accessCaseFile.deleteMany({ where: { caseId } })
    await expect(grant(await aReviewer(), caseId)).rejects.toMatchObject({ code: 'INVALID_STATE' })
  })
})

describe('the declared numbers of a case', () => {
  test('are masked on its page, and shown by an act that is recorded and needs a fresh factor', async () => {
    const { caseId } = await aCase()
    const reviewer = await aReviewer()
    expect((await readCase(reviewer, caseId))?.people).toMatchObject([{ idNumber: maskNumber(NUMBER) }])
    const stale = await withFactorGiven(reviewer, 16)
    await expect(showCaseNumbers(stale, { caseId })).rejects.toMatchObject({ code: 'FRESH_FACTOR_NEEDED' })
    expect(await showCaseNumbers(reviewer, { caseId })).toMatchObject([{ subject: 'person', idNumber: NUMBER }])
    const events = await eventsAbout(caseId, 'access_case.declared_shown')
    expect(events).toMatchObject([{ actorId: reviewer.id, capabilities: ['review.decide'], data: { people: 1 } }])
  })

  test('are nobody’s who decides no cases, of no case that was decided, and of none that there is not', async () => {
    const { caseId } = await aCase()
    const auditor = (await aColleague({ roles: ['AUDITOR'] })).actor
    await expect(showCaseNumbers(auditor, { caseId })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const reviewer = await aReviewer()
    await expect(showCaseNumbers(reviewer, { caseId: newId() })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await decideCase(reviewer, { caseId, decision: 'REFUSE', reason: 'UNREADABLE' })
    await expect(showCaseNumbers(reviewer, { caseId })).rejects.toMatchObject({ code: 'INVALID_STATE' })
  })

  test('are not shown to a reviewer who is a member of the account, nor does a case that leads to nobody have any', async () => {
    const { person, caseId } = await aCase()
    const colleague = await aColleague()
    await database().membership.create({ data: { accountId: person.accountId, userId: colleague.id } })
    const member = await aSession(colleague.id, 'STAFF')
    await expect(showCaseNumbers(member, { caseId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const ofNobody = await anAccessCaseOfNobody()
    const reviewer = await aReviewer()
    await expect(showCaseNumbers(reviewer, { caseId: ofNobody })).rejects.toMatchObject({ code: 'INVALID_STATE' })
    expect([...(await revealsOf(member.id)), ...(await revealsOf(reviewer.id))]).toEqual([])
    for (const id of [caseId, ofNobody]) expect(await eventsAbout(id, 'access_case.declared_shown')).toEqual([])
  })
})

test('a case counts as often as it shows people, once an hour and together with its pictures; more than the cap take an hour of their own', async () => {
  const { caseId, person } = await aCase()
  const owner = { ...person.actor, accountId: person.accountId }
  for (const name of ['李四', '赵五'])
    await aSubmittedQualification({ applicant: owner, fields: { 'person.name': name } })
  const reviewer = await aReviewer()
  await view(reviewer, caseId, 'PORTRAIT')
  expect(await showCaseNumbers(reviewer, { caseId })).toHaveLength(3)
  await showCaseNumbers(reviewer, { caseId })
  expect(await revealsOf(reviewer.id)).toEqual(['ACCESS_CASE', 'ACCESS_CASE', 'ACCESS_CASE'])

  const other = await aReviewer()
  await shownBefore(other.id, env().REVEALS_AN_HOUR - 2)
  await expect(showCaseNumbers(other, { caseId })).rejects.toMatchObject({ code: 'REVEALS_USED_UP' })
  expect(await revealsOf(other.id)).toHaveLength(env().REVEALS_AN_HOUR - 2)

  const before = env().REVEALS_AN_HOUR
  Object.assign(env(), { REVEALS_AN_HOUR: 2 })
  const third = await aReviewer()
  await showCaseNumbers(third, { caseId }).finally(() => Object.assign(env(), { REVEALS_AN_HOUR: before }))
  expect(await revealsOf(third.id)).toHaveLength(2)
})

test('a case counts once an hour, no matter what is shown of it, until it is decided; above the cap nothing of it is shown', async () => {
  const { caseId } = await aCase(2)
  const reviewer = await aReviewer()
  await view(reviewer, caseId, 'PORTRAIT')
  await view(reviewer, caseId, 'EMBLEM')
  await showCaseNumbers(reviewer, { caseId })
  expect(await revealsOf(reviewer.id)).toEqual(['ACCESS_CASE'])

  await shownBefore(reviewer.id, env().REVEALS_AN_HOUR - 1)
  const { caseId: another } = await aCase()
  await expect(openCaseFile(reviewer, another, 'PORTRAIT')).rejects.toMatchObject({ code: 'REVEALS_USED_UP' })
  await expect(showCaseNumbers(reviewer, { caseId: another })).rejects.toMatchObject({ code: 'REVEALS_USED_UP' })
  expect(await eventsAbout(another, 'access_case.viewed')).toEqual([])
  expect(await eventsAbout(reviewer.id, 'review.reveal_cap_reached')).toHaveLength(1)

  await view(reviewer, caseId, 'PORTRAIT') // is counted already
  await grant(reviewer, caseId)
  await view(reviewer, another, 'PORTRAIT')
})
