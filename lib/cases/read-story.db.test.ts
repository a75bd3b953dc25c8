import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { dateIn } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { setFiling } from '@/lib/filings/set-filing'
import { liftLegalHold } from '@/lib/privacy/holds/lift-legal-hold'
import { placeLegalHold } from '@/lib/privacy/holds/place-legal-hold'
import { suspendQualification } from '@/lib/qualifications/standing/suspend-qualification'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import { aClaimedQualification, anApplicant, aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { readStory } from './read-story'

type Claimed = Awaited<ReturnType<typeof aClaimedQualification>>

const ACCEPTED = { verdict: 'ACCEPTED' as const, reasons: [], correction: null, correctionField: null, note: null }
const REFUSED = {
  verdict: 'REFUSED' as const,
  reasons: ['THUMBPRINT_MISSING'],
  correction: 'PICTURE' as const,
  correctionField: null,
  note: '请补按手印',
}

const decide = ({ reviewer, qualification, parts }: Claimed, isRefused = false) =>
  decideQualification(reviewer, {
    qualificationId: qualification.id,
    revision: 1,
    parts: parts.map(({ id: partId, document }) => ({
      partId,
      ...(isRefused && document?.kind === 'COMMITMENT_LETTER' ? REFUSED : ACCEPTED),
    })),
  })

/** Makes a qualification that was approved, filed with one carrier and suspended. */
async function aLongStory() {
  const claimed = await aClaimedQualification({ reviewer: await someStaff({ name: '李审核' }) })
  await decide(claimed)
  const { qualification, submissionId } = claimed
  const { id: senderSignatureId } = await database().senderSignature.findFirstOrThrow({ where: { submissionId } })
  const filing = { senderSignatureId, carrier: 'CUCC', from: 'NOT_FILED', state: 'FILED' } as const
  const filed = { ...filing, extensionNumber: '1069', filedOn: dateIn(new Date()), effectiveOn: null, reason: null }
  await setFiling(await someStaff({ roles: ['LEAD'] }), filed)
  const failed = { ...filed, from: 'FILED', state: 'FAILED', reason: '资料不符' } as const
  await setFiling(await someStaff({ roles: ['LEAD'] }), failed)
  const governor = await someStaff({ roles: ['ADMIN'], name: '周管理' })
  const because = { reason: 'COMPLAINTS', note: '请联系客服' } as const
  await suspendQualification(governor, { qualificationId: qualification.id, ...because })
  return { ...claimed, id: qualification.id, governor }
}

const storyOf = async (actor: PersonActor, id: string) => {
  const story = await readStory(actor, id)
  if (!story) throw new Error('Not theirs to know of')
  return story
}

const PERSONAL = /王小明|11010519491231002X|小明书屋|手印|客服|资料不符|13800138000/

describe('the story', () => {
  test('has, for staff who see the queue, states, decisions and filings, without names and what people wrote', async () => {
    const { id, reviewer } = await aLongStory()
    const story = await storyOf(reviewer, id)
    expect(story.head).toMatchObject({ status: 'SUSPENDED', kind: 'INDIVIDUAL', holder: null })
    expect(story.rounds).toMatchObject([{ revision: 1, decision: { outcome: 'APPROVED', reviewer: '李审核' } }])
    expect(story.statusChanges).toMatchObject([{ kind: 'SUSPENDED', reason: 'COMPLAINTS', note: null, by: '周管理' }])
    expect(story.filings[0]?.filings[1]).toMatchObject({ carrier: 'CUCC', state: 'FAILED', extensionNumber: '1069' })
    expect(story.declared).toBeNull()
    expect(story.may).toEqual({
      ...{ open: false, claim: false, release: false, urgency: false },
      ...{ standing: [], file: false, read: false, export: false },
    })
    expect(JSON.stringify(story)).not.toMatch(PERSONAL)
    expect(story.events.map(({ action }) => action)).toEqual([
      'qualification.suspended',
      'filing.changed',
      'filing.changed',
      'review.decided',
    ])
  })

  test('has, for staff who may read it, also masked declared values, notes, and facts about the documents', async () => {
    const { id, governor } = await aLongStory()
    const { declared, filings, statusChanges, may, events } = await storyOf(governor, id)
    expect(declared?.groups.flatMap(({ answers }) => answers)).toEqual(
      expect.arrayContaining([
        { key: 'person.name', type: 'TEXT', value: '王小明', isSensitive: false },
        expect.objectContaining({ key: 'person.idNumber', value: '1101**********002X', isSensitive: true }),
      ]),
    )
    expect(JSON.stringify(declared)).not.toMatch(/11010519491231002X|13800138000/)
    expect(declared?.signatures).toMatchObject([{ text: '小明书屋' }])
    const letter = declared?.documents.find(({ kind }) => kind === 'COMMITMENT_LETTER')
    expect(letter?.files).toMatchObject([{ mediaType: 'image/jpeg', size: 1_000 }])
    expect(letter?.files[0]?.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(filings[0]).toMatchObject({ text: '小明书屋' })
    expect(filings[0]?.filings[1]).toMatchObject({ reason: '资料不符' })
    expect(statusChanges[0]?.note).toBe('请联系客服')
    expect(may).toMatchObject({ standing: ['RESUMED', 'REVOKED'], file: true, read: true, claim: false })
    expect(events[0]).toMatchObject({ action: 'qualification.suspended', actorName: '周管理' })
  })

  test('has the legal holds that protect it, for staff who read the audit log', async () => {
    const [{ qualification, applicant }, other] = [await aSubmittedQualification(), await aSubmittedQualification()]
    const second = await aSubmittedQualification({ applicant })
    const admin = await someStaff({ roles: ['ADMIN'], name: '周管理' })
    const hold = (qualificationId: string, covers: 'QUALIFICATION' | 'ACCOUNT') =>
      placeLegalHold(admin, { qualificationId, covers, reason: 'DISPUTE', note: null })
    const { holdId: own } = await hold(qualification.id, 'QUALIFICATION')
    const { holdId: whole } = await hold(second.qualification.id, 'ACCOUNT')
    await hold(second.qualification.id, 'QUALIFICATION')
    await hold(other.qualification.id, 'ACCOUNT')
    await liftLegalHold(admin, { holdId: own })
    const holdsFor = async (actor: PersonActor) =>
      (await storyOf(actor, qualification.id)).events
        .filter(({ action }) => action.startsWith('legal_hold.'))
        .map(({ action, actorName, data }) => [action, actorName, (data as { holdId: string }).holdId])
    expect(await holdsFor(admin)).toEqual([
      ['legal_hold.lifted', '周管理', own],
      ['legal_hold.placed', '周管理', whole],
      ['legal_hold.placed', '周管理', own],
    ])
    expect(await holdsFor(await someStaff({ roles: ['REVIEWER'] }))).toEqual([])
  })

  test('has no hold of its account that was lifted before it was started', async () => {
    const { qualification, applicant } = await aSubmittedQualification()
    const admin = await someStaff({ roles: ['ADMIN'] })
    const placed = { qualificationId: qualification.id, covers: 'ACCOUNT', reason: 'DISPUTE', note: null } as const
    const { holdId } = await placeLegalHold(admin, placed)
    await liftLegalHold(admin, { holdId })
    const { id } = (await aSubmittedQualification({ applicant })).qualification
    await database().qualification.update({ where: { id }, data: { createdAt: new Date() } })
    expect((await storyOf(admin, id)).events.map(({ action }) => action)).not.toContain('legal_hold.placed')
    const earlier = (await storyOf(admin, qualification.id)).events.map(({ action }) => action)
    expect(earlier).toEqual(expect.arrayContaining(['legal_hold.placed', 'legal_hold.lifted']))
  })

  test('has the judgement of each part, with its reasons', async () => {
    const claimed = await aClaimedQualification()
    await decide(claimed, true)
    const partsFor = async (role: 'REVIEWER' | 'LEAD') =>
      (await storyOf(await someStaff({ roles: [role] }), claimed.qualification.id)).rounds[0]?.parts ?? []
    const letterOf = (parts: Awaited<ReturnType<typeof partsFor>>) =>
      parts.find(({ documentKind }) => documentKind === 'COMMITMENT_LETTER')
    const seen = await partsFor('REVIEWER')
    expect(seen).toHaveLength(claimed.parts.length)
    expect(seen.filter(({ verdict }) => verdict === 'ACCEPTED')).toHaveLength(claimed.parts.length - 1)
    expect(letterOf(seen)).toMatchObject({ verdict: 'REFUSED', correction: 'PICTURE', note: null })
    expect(letterOf(seen)?.reasons).toMatchObject([{ code: 'THUMBPRINT_MISSING', name: { 'zh-CN': '未按手印' } }])
    expect(letterOf(await partsFor('LEAD'))).toMatchObject({ note: '请补按手印' })
  })

  test('has, for the reviewer who decided, their own notes, and nothing else that somebody wrote', async () => {
    const claimed = await aClaimedQualification()
    await decide(claimed, true)
    const { rounds, declared } = await storyOf(claimed.reviewer, claimed.qualification.id)
    expect(rounds[0]?.parts.flatMap(({ note }) => note ?? [])).toEqual(['请补按手印'])
    expect(declared).toBeNull()
    expect(JSON.stringify(rounds)).not.toMatch(/王小明|11010519491231002X|小明书屋|13800138000/)
  })

  test('has the holder of the claim, and what the reader may do', async () => {
    const { id } = (await aClaimedQualification({ reviewer: await someStaff({ name: '李审核' }) })).qualification
    const lead = await someStaff({ roles: ['LEAD'] })
    const held = await storyOf(lead, id)
    expect(held.head.holder).toMatchObject({ name: '李审核', isMe: false })
    expect(held.may).toMatchObject({ open: false, claim: false, release: true, urgency: true, file: false })
    const past = (await aClaimedQualification({ leaseMinutes: -1 })).qualification
    const free = await storyOf(lead, past.id)
    expect(free.head).toMatchObject({ status: 'SUBMITTED', holder: null })
    expect(free.may).toMatchObject({ claim: true, release: false })
  })

  test('can be read for one’s own account, without any right to act', async () => {
    const applicant = await anApplicant()
    const roles = ['LEAD', 'ADMIN'] as const
    const insider = await someStaff({ roles: [...roles], accountIds: [applicant.accountId] })
    const claimed = await aClaimedQualification({ applicant })
    expect((await storyOf(insider, claimed.qualification.id)).may).toMatchObject({ release: false, urgency: false })
    await decide(claimed)
    expect((await storyOf(insider, claimed.qualification.id)).may).toMatchObject({ standing: [], file: false })
  })

  test('is not found without access to the queue, and starts with the submission', async () => {
    const { qualification, applicant } = await aSubmittedQualification()
    const { id } = qualification
    for (const actor of [applicant, await anApplicant(), await someStaff({ roles: [] })]) {
      expect(await readStory(actor, id)).toBeNull()
    }
    const auditor = await someStaff({ roles: ['AUDITOR'] })
    expect(await readStory(auditor, randomUUID())).toBeNull()
    expect(await readStory(auditor, 'x')).toBeNull()
    const never = { status: 'WITHDRAWN' as const, queuedAt: null, queuePlace: null }
    await database().qualification.update({ where: { id }, data: never })
    expect(await readStory(auditor, id)).toBeNull()
  })
})
