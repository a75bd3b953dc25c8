import { expect, test } from 'vitest'
import { aDocumentIn, aReadyDraft } from '@/tests/factories/qualifications'
import { readDraft } from './read-draft'
import { saveFields } from './save-fields'
import { saveSignatures } from './save-signatures'

test('a letter is out of date once something that is printed on it was saved, until it is photographed anew', async () => {
  const { applicant, id } = await aReadyDraft()
  const isOutdated = async () =>
    (await readDraft(applicant, id))?.slots.find(({ slot }) => slot.kind === 'COMMITMENT_LETTER')?.isOutdated
  const save = (task: 'identity' | 'use', answers: Record<string, string>) =>
    saveFields(applicant, { qualificationId: id, task, seen: '', overwrite: 'yes', answers })
  expect(await isOutdated()).toBe(false)
  await save('use', { 'use.audience': '别的读者' })
  expect(await isOutdated()).toBe(false)

  await save('identity', { 'person.name': '王晓明' })
  expect(await isOutdated()).toBe(true)
  await aDocumentIn(id, applicant, 'COMMITMENT_LETTER')
  expect(await isOutdated()).toBe(false)

  const draft = await readDraft(applicant, id)
  const signatures = (draft?.signatures ?? []).map((row) => ({ ...row, text: '换了名字' }))
  await saveSignatures(applicant, {
    qualificationId: id,
    seen: '',
    overwrite: 'yes',
    signatures,
    samples: draft?.samples ?? [],
  })
  expect(await isOutdated()).toBe(true)
})
