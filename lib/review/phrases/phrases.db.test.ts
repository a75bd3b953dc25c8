import { expect, test } from 'vitest'
import { database, transaction } from '@/lib/db/client'
import { removePerson } from '@/lib/privacy/erasure/erase-person'
import { aClaimedQualification, anApplicant, someStaff } from '@/tests/factories/review'
import { readForReview } from '../read-for-review'
import { SavePhraseInput } from '../schemas'
import { PHRASE_MAX, PHRASES_MAX } from './phrases'
import { readPhrases } from './read-phrases'
import { removePhrase } from './remove-phrase'
import { savePhrase } from './save-phrase'

const textsOf = async (id: string) => (await readPhrases(id)).map(({ text }) => text)

test('a reviewer’s phrases are sealed, come with each case, and are nobody else’s', async () => {
  const { reviewer, qualification } = await aClaimedQualification()
  await savePhrase(reviewer, { text: '请在光线好的地方重新拍。' })
  const all = await savePhrase(reviewer, { text: '请拍全四角。' })
  expect(await savePhrase(reviewer, { text: '请拍全四角。' })).toEqual(all)
  expect((await readForReview(reviewer, qualification.id))?.opened?.phrases).toEqual(all)
  expect(all.map(({ text }) => text)).toEqual(['请在光线好的地方重新拍。', '请拍全四角。'])
  const [row] = await database().savedPhrase.findMany({ where: { ownerId: reviewer.id } })
  expect(Buffer.from(row?.textSealed ?? []).toString()).not.toContain('光线')

  const colleague = await someStaff()
  expect(await textsOf(colleague.id)).toEqual([])
  const [first] = all
  await expect(removePhrase(colleague, { phraseId: first?.id ?? '' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await removePhrase(reviewer, { phraseId: first?.id ?? '' })).toEqual(all.slice(1))
  await expect(removePhrase(reviewer, { phraseId: first?.id ?? '' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('people who don’t review have none', async () => {
  const [applicant, auditor] = [await anApplicant(), await someStaff({ roles: ['AUDITOR'] })]
  for (const actor of [applicant, auditor]) {
    await expect(savePhrase(actor, { text: '请重拍。' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(removePhrase(actor, { phraseId: actor.id })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  }
})

test('there are twenty at most, however many are saved at once', async () => {
  const reviewer = await someStaff()
  const saved = await Promise.allSettled(
    Array.from({ length: PHRASES_MAX + 4 }, (_, number) => savePhrase(reviewer, { text: `第 ${number} 句` })),
  )
  const refused = saved.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  expect(refused).toHaveLength(4)
  for (const error of refused) expect(error).toMatchObject({ code: 'PHRASES_FULL', params: { max: PHRASES_MAX } })
  expect(await textsOf(reviewer.id)).toHaveLength(PHRASES_MAX)
})

test('the same phrase, saved twice at once, is one', async () => {
  const reviewer = await someStaff()
  await Promise.all([savePhrase(reviewer, { text: '请重拍。' }), savePhrase(reviewer, { text: '请重拍。' })])
  expect(await textsOf(reviewer.id)).toEqual(['请重拍。'])
})

test.each([
  ['nothing', '   '],
  ['more than 200 characters', '长'.repeat(PHRASE_MAX + 1)],
  ['a number of a person', '请打 138 0013 8000'],
])('%s is no phrase', (_, text) => {
  expect(SavePhraseInput.safeParse({ text }).success).toBe(false)
})

test('200 characters outside the first plane are a phrase', () => {
  expect(SavePhraseInput.safeParse({ text: '𠮷'.repeat(PHRASE_MAX) }).success).toBe(true)
})

test('they are deleted with the person', async () => {
  const reviewer = await someStaff()
  await savePhrase(reviewer, { text: '请重拍。' })
  await transaction((tx) => removePerson(tx, { userId: reviewer.id, phoneIndex: null, at: new Date() }))
  expect(await database().savedPhrase.count({ where: { ownerId: reviewer.id } })).toBe(0)
})
