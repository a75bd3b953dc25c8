import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { dateIn } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import type { RuleKind } from '@/lib/db/generated/enums'
import { eventsAbout } from '@/tests/factories/audit'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, anAdministrator } from '@/tests/factories/people'
import { BUILT_IN } from '@/tests/factories/rules'
import { avoidMidnight } from '@/tests/setup/boundaries'
import { interleaveWith } from '@/tests/setup/interleave'
import { BUILT_IN_REASONS, BUILT_IN_RULEBOOK, BUILT_IN_RULEBOOKS } from '../built-in'
import { currentLetterVersion, letterTextOf } from '../letters/registry'
import { currentReasons, currentRulebook, findReasons, reasonsOf, rulebookOf } from '../registry'
import { discardRuleDraft } from './discard-rule-draft'
import { editRuleDraft } from './edit-rule-draft'
import { publishRuleDraft } from './publish-rule-draft'
import { listRuleVersions, readRuleVersion } from './queries'
import { saveRuleDraft } from './save-rule-draft'
import { startRuleDraft } from './start-rule-draft'

beforeEach(avoidMidnight)

afterEach(async () => {
  await database().ruleVersion.deleteMany({ where: { status: 'DRAFT' } })
})

const begin = (actor: PersonActor, kind: RuleKind = 'RULEBOOK', basedOn = BUILT_IN[kind]) =>
  startRuleDraft(actor, { kind, basedOn })
const row = (id: string) => database().ruleVersion.findUniqueOrThrow({ where: { id } })
const withTerm = (validityMonths: number, rulebook = BUILT_IN_RULEBOOK) => ({
  ...rulebook,
  terms: { ...rulebook.terms, validityMonths },
})

const digestIn = (event?: { data: unknown }) => (event?.data as { digest?: string } | undefined)?.digest

async function aDraft(kind: RuleKind = 'RULEBOOK') {
  const actor = await anAdministrator()
  const { id: draftId, version, edits } = await begin(actor, kind)
  return { actor, draftId, version, seen: { draftId, edits } }
}

/** Publishes a rulebook with this term, which is in force from now on. */
async function aPublishedRulebook(validityMonths: number) {
  const draft = await aDraft()
  const { edits } = await saveRuleDraft(draft.actor, { ...draft.seen, content: withTerm(validityMonths) })
  await publishRuleDraft(draft.actor, { draftId: draft.draftId, edits })
  return draft
}

test('a draft is a copy of a version, named by its month and recorded', async () => {
  const { actor, draftId, version } = await aDraft()
  expect(await row(draftId)).toMatchObject({
    status: 'DRAFT',
    edits: 0,
    basedOn: BUILT_IN.RULEBOOK,
    createdById: actor.id,
    version,
  })
  expect(version).toMatch(/^cn-mainland\/\d{4}-\d{2}(\.\d+)?$/)
  const read = await readRuleVersion(actor, 'RULEBOOK', version)
  expect(read).toMatchObject({ changes: [], status: 'DRAFT', isCurrent: false, content: { version } })
  expect(await eventsAbout(draftId)).toMatchObject([
    {
      action: 'rules.draft_begun',
      capabilities: ['rules.manage'],
      data: { kind: 'RULEBOOK', version, basedOn: BUILT_IN.RULEBOOK },
    },
  ])
  expect((await currentRulebook()).version).not.toBe(version)
})

test('only people who manage rules see, start, save, discard or publish them', async () => {
  const { draftId, version, seen } = await aDraft()
  const { actor } = await aColleague({ roles: ['REVIEWER', 'LEAD', 'AUDITOR'] })
  for (const attempt of [
    () => begin(actor),
    () => saveRuleDraft(actor, { ...seen, content: withTerm(6) }),
    () => editRuleDraft(actor, { ...seen, edit: { part: 'TERMS', terms: BUILT_IN_RULEBOOK.terms, switches: [] } }),
    () => discardRuleDraft(actor, seen),
    () => publishRuleDraft(actor, seen),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: 'FORBIDDEN' })
  }
  expect(await listRuleVersions(actor, 'RULEBOOK')).toEqual([])
  expect(await readRuleVersion(actor, 'RULEBOOK', version)).toBeNull()
  expect(await row(draftId)).toMatchObject({ status: 'DRAFT', edits: 0 })
})

test('a second draft of a kind is refused with the name of the first one’s owner; each kind has its own', async () => {
  const { name, actor: holder } = await aColleague({ roles: ['ADMIN'], name: '许管理' })
  await begin(holder)
  const administrator = await anAdministrator()
  await expect(begin(administrator)).rejects.toMatchObject({ code: 'CONFLICT', params: { name } })
  await begin(administrator, 'REASONS')
  await expect(begin(administrator, 'LETTERS', 'cn-mainland/1999-01')).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('of several people who start a draft at once, one gets it', async () => {
  const actors = await Promise.all([anAdministrator(), anAdministrator(), anAdministrator()])
  expect(await outcomesOf(actors.map((actor) => begin(actor)))).toEqual(['CONFLICT', 'CONFLICT', 'OK'])
  expect(await database().ruleVersion.count({ where: { status: 'DRAFT' } })).toBe(1)
})

test('a draft that is started between the check and the insert is a conflict', async () => {
  const [first, second] = await Promise.all([anAdministrator(), anAdministrator()])
  const data = { kind: 'RULEBOOK', version: 'cn-mainland/1998-01', basedOn: BUILT_IN.RULEBOOK, content: {} } as const
  await expect(
    interleaveWith(
      (tx) => tx.ruleVersion.create({ data: { ...data, createdById: first.id } }),
      () => begin(second),
    ),
  ).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('a saved content is valid and counted, and its digest is recorded', async () => {
  const { actor, draftId, version, seen } = await aDraft()
  const saved = await saveRuleDraft(actor, { ...seen, content: { ...withTerm(6), version: 'cn-mainland/1999-01' } })
  expect(saved).toEqual({ id: draftId, kind: 'RULEBOOK', version, edits: 1 })
  expect(await row(draftId)).toMatchObject({ edits: 1, content: { version, terms: { validityMonths: 6 } } })
  const [event] = await eventsAbout(draftId, 'rules.draft_saved')
  expect(event?.data).toMatchObject({
    kind: 'RULEBOOK',
    version,
    edits: 1,
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  const read = await readRuleVersion(actor, 'RULEBOOK', version)
  expect(read?.changes).toEqual([{ path: ['terms', 'validityMonths'], before: 12, after: 6 }])
})

test('an invalid content is refused with its problem, and the draft stays unchanged', async () => {
  const { actor, draftId, seen } = await aDraft()
  await expect(saveRuleDraft(actor, { ...seen, content: withTerm(61) })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    params: { problem: 'TERM_TOO_LONG', at: 'validityMonths' },
  })
  await expect(saveRuleDraft(actor, { ...seen, content: { nonsense: true } })).rejects.toMatchObject({
    params: { problem: 'SHAPE' },
  })
  expect(await row(draftId)).toMatchObject({ edits: 0 })
  expect(await eventsAbout(draftId, 'rules.draft_saved')).toEqual([])
})

test('a draft that was changed, discarded or published since it was seen is not overwritten', async () => {
  const { actor, draftId, seen } = await aDraft()
  const save = (months: number, edits: number, id = draftId) =>
    saveRuleDraft(actor, { draftId: id, edits, content: withTerm(months) })
  await save(6, 0)
  await expect(save(7, 0)).rejects.toMatchObject({ code: 'CONFLICT', subjectId: draftId })
  await expect(save(7, 1, randomUUID())).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(publishRuleDraft(actor, seen)).rejects.toMatchObject({ code: 'CONFLICT' })
  await expect(discardRuleDraft(actor, seen)).rejects.toMatchObject({ code: 'CONFLICT' })
  await publishRuleDraft(actor, { draftId, edits: 1 })
  await expect(save(7, 1)).rejects.toMatchObject({ code: 'INVALID_STATE' })
  await expect(discardRuleDraft(actor, { draftId, edits: 1 })).rejects.toMatchObject({ code: 'INVALID_STATE' })
  expect(await row(draftId)).toMatchObject({ content: { terms: { validityMonths: 6 } } })
})

test.each([
  ['save', (actor: PersonActor, draftId: string) => saveRuleDraft(actor, { draftId, edits: 1, content: withTerm(8) })],
  ['publish', (actor: PersonActor, draftId: string) => publishRuleDraft(actor, { draftId, edits: 1 })],
  ['discard', (actor: PersonActor, draftId: string) => discardRuleDraft(actor, { draftId, edits: 1 })],
] as const)('a change that lands between the read and the write of a %s is a conflict', async (_, attempt) => {
  const { actor, draftId, seen } = await aDraft()
  await saveRuleDraft(actor, { ...seen, content: withTerm(7) })
  const change = interleaveWith(
    (tx) => tx.ruleVersion.update({ where: { id: draftId }, data: { edits: { increment: 1 } } }),
    () => Promise.resolve(attempt(actor, draftId)),
  )
  await expect(change).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await row(draftId)).toMatchObject({ edits: 2, status: 'DRAFT' })
})

test.each([
  ['save', (actor: PersonActor, draftId: string) => saveRuleDraft(actor, { draftId, edits: 1, content: withTerm(8) })],
  ['discard', (actor: PersonActor, draftId: string) => discardRuleDraft(actor, { draftId, edits: 1 })],
] as const)('a publication that lands between the read and the write of a %s stays', async (_, attempt) => {
  const { actor, draftId, seen } = await aDraft()
  await saveRuleDraft(actor, { ...seen, content: withTerm(7) })
  const { version } = await row(draftId)
  const published = { status: 'PUBLISHED', publishedAt: new Date(), publishedById: actor.id } as const
  const change = interleaveWith(
    (tx) => tx.ruleVersion.update({ where: { id: draftId }, data: published }),
    () => Promise.resolve(attempt(actor, draftId)),
  )
  await expect(change).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await row(draftId)).toMatchObject({ version, edits: 1, status: 'PUBLISHED' })
})

test('of concurrent saves and a publication, one succeeds', async () => {
  const { actor, draftId, seen } = await aDraft()
  const { edits } = await saveRuleDraft(actor, { ...seen, content: withTerm(9) })
  const now = { draftId, edits }
  const outcomes = await outcomesOf([
    saveRuleDraft(actor, { ...now, content: withTerm(10) }),
    publishRuleDraft(actor, now),
    saveRuleDraft(actor, { ...now, content: withTerm(11) }),
  ])
  expect(outcomes.filter((outcome) => outcome === 'OK')).toHaveLength(1)
  const { status, edits: after, content } = await row(draftId)
  const { validityMonths } = (content as typeof BUILT_IN_RULEBOOK).terms
  expect(status === 'PUBLISHED' ? [validityMonths, after] : [validityMonths > 9, after]).toEqual(
    status === 'PUBLISHED' ? [9, 1] : [true, 2],
  )
})

test('discarding leaves only its event, and another draft can be started', async () => {
  const { actor, draftId, version, seen } = await aDraft()
  await discardRuleDraft(actor, seen)
  expect(await database().ruleVersion.count({ where: { id: draftId } })).toBe(0)
  expect(await eventsAbout(draftId, 'rules.draft_discarded')).toMatchObject([{ data: { version, edits: 0 } }])
  await expect(discardRuleDraft(actor, seen)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect((await begin(actor)).version).toBe(version)
})

test('a published version is in force, is found by its name, and never changes', async () => {
  const { actor, draftId, version } = await aPublishedRulebook(5)
  expect(await currentRulebook()).toMatchObject({ version, terms: { validityMonths: 5 } })
  expect((await rulebookOf(version)).effectiveFrom).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  expect((await rulebookOf(BUILT_IN.RULEBOOK)).terms.validityMonths).toBe(12)
  expect(await row(draftId)).toMatchObject({ status: 'PUBLISHED', publishedById: actor.id })
  const [saved] = await eventsAbout(draftId, 'rules.draft_saved')
  const [event] = await eventsAbout(draftId, 'rules.published')
  expect(event).toMatchObject({
    capabilities: ['rules.manage'],
    data: { kind: 'RULEBOOK', version, basedOn: BUILT_IN.RULEBOOK },
  })
  expect(digestIn(event)).toBe(digestIn(saved))
  for (const change of [
    database().ruleVersion.update({ where: { id: draftId }, data: { edits: 9 } }),
    database().ruleVersion.delete({ where: { id: draftId } }),
  ]) {
    await expect(change).rejects.toThrow(/never change/)
  }
  const [first, ...others] = await listRuleVersions(actor, 'RULEBOOK')
  expect(first).toMatchObject({ version, isCurrent: true, status: 'PUBLISHED', by: '同事甲' })
  expect(others.at(-1)).toMatchObject({ version: BUILT_IN_RULEBOOKS[0].version, status: 'BUILT_IN', isCurrent: false })
})

test('a draft without changes to the version in force is not published', async () => {
  const { actor, seen } = await aDraft('REASONS')
  await expect(publishRuleDraft(actor, seen)).rejects.toMatchObject({ params: { problem: 'NOTHING_CHANGED' } })
})

test('a draft that was started from an older version shows its changes to the one in force', async () => {
  await aPublishedRulebook(4)
  const { actor, version, seen } = await aDraft()
  expect(await readRuleVersion(actor, 'RULEBOOK', version)).toMatchObject({
    changes: [],
    changesOfCurrent: [{ path: ['terms', 'validityMonths'], before: 4, after: 12 }],
  })
  await publishRuleDraft(actor, seen)
  expect((await currentRulebook()).terms.validityMonths).toBe(12)
})

test('reasons and letters are published the same way', async () => {
  const reasons = await aDraft('REASONS')
  await saveRuleDraft(reasons.actor, {
    ...reasons.seen,
    content: {
      ...BUILT_IN_REASONS,
      reasons: BUILT_IN_REASONS.reasons.map((each) => ({ ...each, isOffered: each.code !== 'GLARE' })),
    },
  })
  expect(await findReasons(reasons.version)).toBeUndefined()
  await publishRuleDraft(reasons.actor, { draftId: reasons.draftId, edits: 1 })
  expect(await currentReasons()).toEqual(await reasonsOf(reasons.version))
  expect((await currentReasons()).reasons.find(({ code }) => code === 'GLARE')?.isOffered).toBe(false)

  const letters = await aDraft('LETTERS')
  const text = await letterTextOf(BUILT_IN.LETTERS, 'INDIVIDUAL')
  const words = { title: { 'zh-CN': '承诺函', en: 'Letter' } }
  const { texts } = (await row(letters.draftId)).content as { texts: (typeof text)[] }
  const content = { version: BUILT_IN.LETTERS, texts: texts.map((each) => ({ ...each, ...words })) }
  await saveRuleDraft(letters.actor, { ...letters.seen, content })
  await publishRuleDraft(letters.actor, { draftId: letters.draftId, edits: 1, requiredFrom: dateIn(new Date()) })
  expect(await currentLetterVersion()).toBe(letters.version)
  expect(await letterTextOf(letters.version, 'INDIVIDUAL')).toMatchObject({ ...words, version: letters.version })
  expect(await letterTextOf(BUILT_IN.LETTERS, 'INDIVIDUAL')).toEqual(text)
})

test('a draft that has become invalid, as under newer code, is not published', async () => {
  const { actor, draftId, seen } = await aDraft()
  await database().ruleVersion.update({ where: { id: draftId }, data: { content: withTerm(61) } })
  await expect(publishRuleDraft(actor, seen)).rejects.toMatchObject({ params: { problem: 'TERM_TOO_LONG' } })
  expect(await row(draftId)).toMatchObject({ status: 'DRAFT' })
})

test('a form saves only its part; after a conflict a person may overwrite that part, and the others keep their changes', async () => {
  const { actor, version, seen } = await aDraft()
  const { terms, kinds } = BUILT_IN_RULEBOOK
  const longer = { part: 'TERMS', terms: { ...terms, validityMonths: 24 }, switches: ['individualMarketing'] } as const
  const edit = { ...longer, switches: [...longer.switches] }
  await editRuleDraft(actor, { ...seen, edit })
  const { signatures, samples } = kinds.INDIVIDUAL ?? { signatures: null, samples: null }
  if (!signatures || !samples) throw new Error('no rules')
  const fewer = {
    part: 'SIGNATURES' as const,
    kind: 'INDIVIDUAL' as const,
    signatures: { ...signatures, max: 5 },
    sources: { OWN_NAME: 'WITHOUT_EVIDENCE' as const },
    samples,
  }
  await expect(editRuleDraft(actor, { ...seen, edit: fewer })).rejects.toMatchObject({ code: 'CONFLICT' })
  await editRuleDraft(actor, { ...seen, overwrite: 'yes', edit: fewer })
  const { content, edits } = (await readRuleVersion(actor, 'RULEBOOK', version)) ?? {}
  expect(edits).toBe(2)
  expect(content?.terms.validityMonths).toBe(24)
  expect(content?.switches).toMatchObject({ individualMarketing: true, individualBusinesses: false })
  expect(content?.kinds.INDIVIDUAL?.signatures).toMatchObject({ max: 5, sources: [{ source: 'OWN_NAME' }] })

  const reasons = await aDraft('REASONS')
  await expect(editRuleDraft(actor, { ...reasons.seen, edit })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  await expect(editRuleDraft(actor, { ...seen, draftId: randomUUID(), edit })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
})
