import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { aDocumentIn, aReadyDraft, submissionOf } from '@/tests/factories/qualifications'
import { aWaitingFile } from '@/tests/factories/uploads'
import { readDraft } from '../draft/read-draft'
import { saveFields } from '../draft/save-fields'
import { saveSignatures } from '../draft/save-signatures'

type Ready = Awaited<ReturnType<typeof aReadyDraft>>

const choose = async ({ applicant, id }: Ready, idType: string, drop?: string[]) =>
  saveFields(applicant, {
    qualificationId: id,
    task: 'who',
    seen: (await readDraft(applicant, id))?.seen.fields ?? '',
    answers: { 'person.idType': idType },
    ...(drop ? { drop } : {}),
  })

const kindsIn = async (id: string) => (await submissionOf(id)).documents.map(({ kind }) => kind)

test('an answer that leaves a photograph without a purpose is not stored before that was shown', async () => {
  const ready = await aReadyDraft()
  const { applicant, id } = ready
  await expect(choose(ready, 'PASSPORT')).rejects.toMatchObject({
    code: 'DROPS_FILES',
    params: { slots: 'ID_EMBLEM ', count: 1 },
  })
  expect(await kindsIn(id)).toContain('ID_EMBLEM')
  expect((await readDraft(applicant, id))?.fields['person.idType']).toBe('RESIDENT_ID')

  await choose(ready, 'PASSPORT', ['ID_EMBLEM '])
  expect(await kindsIn(id)).not.toContain('ID_EMBLEM')
  expect(await kindsIn(id)).toContain('ID_PORTRAIT')
  expect((await readDraft(applicant, id))?.fields['person.idType']).toBe('PASSPORT')
  const removed = (await eventsAbout(id)).filter(({ action }) => action === 'document.removed')
  expect(removed).toMatchObject([{ data: { kind: 'ID_EMBLEM' } }])
})

test('a change that keeps all slots asks nothing, and neither does one without photographs', async () => {
  const ready = await aReadyDraft()
  await choose(ready, 'HK_MACAO_PERMIT')
  await database().document.deleteMany({ where: { kind: 'ID_EMBLEM', submission: { qualificationId: ready.id } } })
  await choose(ready, 'PASSPORT')
  expect((await readDraft(ready.applicant, ready.id))?.fields['person.idType']).toBe('PASSPORT')
})

test('a file that is still being examined is shown, too, and given up', async () => {
  const ready = await aReadyDraft()
  const { applicant, id } = ready
  await database().document.deleteMany({ where: { kind: 'ID_EMBLEM', submission: { qualificationId: id } } })
  const waiting = await aWaitingFile(applicant, id, 'ID_EMBLEM')
  await expect(choose(ready, 'PASSPORT')).rejects.toMatchObject({ params: { slots: 'ID_EMBLEM ' } })
  await choose(ready, 'PASSPORT', ['ID_EMBLEM '])
  expect(await database().storedFile.count({ where: { id: waiting.id } })).toBe(0)
})

test('evidence is not lost with its signature, or with a source that needs none, before that was shown', async () => {
  const ready = await aReadyDraft({ source: 'TRADEMARK' })
  const { applicant, id, signature, sample } = ready
  const evidence = `SIGNATURE_EVIDENCE ${signature.id}`
  const save = async (signatures: Ready['signature'][], drop: string[] = []) => {
    const seen = (await readDraft(applicant, id))?.seen.signatures ?? ''
    return saveSignatures(applicant, { qualificationId: id, seen, drop, signatures, samples: [sample] })
  }
  const own = { ...signature, source: 'OWN_NAME' } as const
  for (const changed of [[own], []]) {
    await expect(save(changed)).rejects.toMatchObject({ code: 'DROPS_FILES', params: { slots: evidence } })
    await expect(save(changed, ['ID_EMBLEM '])).rejects.toMatchObject({ code: 'DROPS_FILES' })
  }
  expect(await kindsIn(id)).toContain('SIGNATURE_EVIDENCE')
  await save([own], [evidence])
  expect(await kindsIn(id)).not.toContain('SIGNATURE_EVIDENCE')

  // What an older version left in a slot that nothing requires goes with its signature, after it was shown.
  await aDocumentIn(id, applicant, 'SIGNATURE_EVIDENCE', signature.id)
  await expect(save([])).rejects.toMatchObject({ code: 'DROPS_FILES' })
  await save([], [evidence])
  expect((await submissionOf(id)).signatures).toEqual([])
})
