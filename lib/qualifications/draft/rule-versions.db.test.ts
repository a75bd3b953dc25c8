import { beforeEach, expect, test } from 'vitest'
import { DAY, dateIn } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import type { RuleKind } from '@/lib/db/generated/enums'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import { readForReview } from '@/lib/review/read-for-review'
import { BUILT_IN_REASONS, BUILT_IN_RULEBOOK } from '@/lib/rulebook/built-in'
import { publishRuleDraft } from '@/lib/rulebook/editing/publish-rule-draft'
import { saveRuleDraft } from '@/lib/rulebook/editing/save-rule-draft'
import { startRuleDraft } from '@/lib/rulebook/editing/start-rule-draft'
import { BUILT_IN_LETTERS } from '@/lib/rulebook/letters/built-in'
import { seeAll } from '@/tests/factories/journey'
import { anAdministrator } from '@/tests/factories/people'
import { aDraft, aReadyDraft, asShown, submissionOf } from '@/tests/factories/qualifications'
import { someStaff } from '@/tests/factories/review'
import { avoidMidnight } from '@/tests/setup/boundaries'
import { readStatus } from '../read-status'
import { readDraft } from './read-draft'
import { submitQualification } from './submit-qualification'

beforeEach(avoidMidnight)

const FIRST = 'cn-mainland/2024-10'

async function publish(kind: RuleKind, content: unknown) {
  const administrator = await anAdministrator()
  const { id: draftId } = await startRuleDraft(administrator, { kind, basedOn: FIRST })
  const { edits, version } = await saveRuleDraft(administrator, { draftId, edits: 0, content })
  const requiredFrom = kind === 'LETTERS' ? dateIn(new Date(Date.now() + DAY)) : ''
  await publishRuleDraft(administrator, { draftId, edits, requiredFrom })
  return version
}

test('a decision stores the version of the reasons that its reviewer read, and they are shown in its words', async () => {
  const { applicant, id } = await aReadyDraft()
  await submitQualification(applicant, await asShown(applicant, id))
  const reviewer = await someStaff()
  await claimQualification(reviewer, { qualificationId: id })
  const seen = (await readForReview(reviewer, id))?.opened?.catalogue.version
  const current = await publish('REASONS', {
    ...BUILT_IN_REASONS,
    reasons: BUILT_IN_REASONS.reasons.map((reason) => ({
      ...reason,
      ...(reason.code === 'BLURRED' ? { kind: 'final', name: { 'zh-CN': '太模糊', en: 'Too blurred' } } : {}),
    })),
  })
  expect((await readForReview(reviewer, id))?.opened?.catalogue.version).toBe(current)

  await seeAll(reviewer, id)
  const { parts, revision } = await submissionOf(id)
  const document = parts.find(({ kind }) => kind === 'DOCUMENT')
  const judged = parts.map((part) => ({
    partId: part.id,
    ...(part.id === document?.id
      ? { verdict: 'REFUSED' as const, reasons: ['BLURRED'], correction: 'PICTURE' as const }
      : { verdict: 'ACCEPTED' as const, reasons: [], correction: null }),
    correctionField: null,
    note: null,
  }))
  const decide = (reasonsVersion: string) =>
    decideQualification(reviewer, { qualificationId: id, revision, reasonsVersion, parts: judged })
  await expect(decide('cn-mainland/1999-01')).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  expect(await decide(seen ?? '')).toMatchObject({ status: 'CHANGES_REQUESTED' })
  expect(await database().decision.findFirst({ where: { submission: { qualificationId: id } } })).toMatchObject({
    reasonsVersion: BUILT_IN_REASONS.version,
  })
  const shown = (await readDraft(applicant, id))?.refusals.flatMap(({ reasons }) => reasons)
  expect(shown?.map(({ name }) => name['zh-CN'])).toEqual(['模糊'])
  expect((await readStatus(applicant, id))?.round?.refusals[0]?.reasons[0]?.code).toBe('BLURRED')
})

test('qualifications in progress keep their rules; those started later use the new ones', async () => {
  const old = await aReadyDraft()
  const version = await publish('RULEBOOK', {
    ...BUILT_IN_RULEBOOK,
    terms: { ...BUILT_IN_RULEBOOK.terms, coolingOffDays: 1 },
    kinds: {
      ...BUILT_IN_RULEBOOK.kinds,
      INDIVIDUAL: { ...BUILT_IN_RULEBOOK.kinds.INDIVIDUAL, samples: { min: 2, max: 5, maxLength: 500 } },
    },
  })
  const [letters] = BUILT_IN_LETTERS
  const title = { 'zh-CN': '新版承诺函', en: 'New letter' }
  const letterVersion = await publish('LETTERS', {
    ...letters,
    texts: letters.texts.map((text) => ({ ...text, title })),
  })

  expect((await readDraft(old.applicant, old.id))?.problems).toEqual([])
  await submitQualification(old.applicant, await asShown(old.applicant, old.id))
  expect(await submissionOf(old.id)).toMatchObject({
    rulebookVersion: BUILT_IN_RULEBOOK.version,
    letterVersion: letters.version,
  })

  const young = await aDraft()
  expect(await submissionOf(young.id)).toMatchObject({ rulebookVersion: version, letterVersion })
  expect((await readDraft(young.applicant, young.id))?.rules.samples.min).toBe(2)
})
