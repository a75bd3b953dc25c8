import { expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import type { SignatureSource } from '@/lib/db/generated/enums'
import { eventsAbout } from '@/tests/factories/audit'
import { aDocumentIn, aDraft, aReadyDraft, submissionOf } from '@/tests/factories/qualifications'
import { aClaimedQualification, someStaff } from '@/tests/factories/review'
import { interleave } from '@/tests/setup/interleave'
import { SaveSignaturesInput } from '../schemas'
import { readDraft } from './read-draft'
import { saveSignatures } from './save-signatures'

const signature = (text: string, source: SignatureSource = 'OWN_NAME', id = newId()) => ({ id, source, text })
const sample = (text: string, id = newId()) => ({ id, text })

test('stores both lists in order and sealed, with an index that finds them', async () => {
  const { applicant, id: qualificationId } = await aDraft()
  const signatures = [signature('【小明书屋】'), signature('')]
  const samples = [sample(' 您好\r\n再见 '), sample('')]
  const saved = await saveSignatures(applicant, { qualificationId, seen: '', signatures, samples })

  const draft = await readDraft(applicant, qualificationId)
  expect(draft?.signatures.map(({ text }) => text)).toEqual(['小明书屋'])
  expect(draft?.samples.map(({ text }) => text)).toEqual(['您好\n再见'])
  expect(draft?.seen.signatures).toBe(saved.seen)
  const { signatures: rows } = await submissionOf(qualificationId)
  expect(Buffer.from(rows[0]?.textSealed ?? []).toString()).not.toContain('书屋')
  expect(rows[0]?.textIndex).toHaveLength(32)
  expect((await eventsAbout(qualificationId)).at(-1)).toMatchObject({
    data: { task: 'signatures', fields: ['signatures', 'samples'] },
  })
})

test('ids in capitals are the same ids: values sealed under them open', async () => {
  const { applicant, id: qualificationId } = await aDraft()
  const id = newId().toUpperCase()
  const sent = { 'signature.id': id, 'signature.source': 'OWN_NAME', 'signature.text': '小明书屋' }
  const input = SaveSignaturesInput.parse({ qualificationId, ...sent, 'sample.id': id, 'sample.text': '您好' })
  await saveSignatures(applicant, input)
  expect(await readDraft(applicant, qualificationId)).toMatchObject({
    signatures: [{ id: id.toLowerCase(), text: '小明书屋' }],
    samples: [{ text: '您好' }],
  })
  const twice = SaveSignaturesInput.parse({
    qualificationId,
    'sample.id': [id, id.toLowerCase()],
    'sample.text': ['a', 'b'],
    overwrite: 'yes',
  })
  await expect(saveSignatures(applicant, twice)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
})

test('the same lists again are no change; a changed text keeps its id and its evidence', async () => {
  const {
    applicant,
    id: qualificationId,
    signature: before,
    sample: example,
  } = await aReadyDraft({ source: 'TRADEMARK' })
  const seen = (await readDraft(applicant, qualificationId))?.seen.signatures ?? ''
  const events = await eventsAbout(qualificationId)
  const same = await saveSignatures(applicant, { qualificationId, seen, signatures: [before], samples: [example] })
  expect(same.seen).toBe(seen)
  expect(await eventsAbout(qualificationId)).toEqual(events)

  const signatures = [signature('新名'), { ...before, text: '小明书店' }]
  await saveSignatures(applicant, { qualificationId, seen, signatures, samples: [example] })
  const evidence = (await readDraft(applicant, qualificationId))?.slots.find(
    ({ slot }) => slot.kind === 'SIGNATURE_EVIDENCE',
  )
  expect(evidence).toMatchObject({
    senderSignatureId: before.id,
    signatureText: '小明书店',
    pages: [{ name: '照片.jpg' }],
  })
})

test('a removed signature removes its evidence, and the event says so', async () => {
  const {
    applicant,
    id: qualificationId,
    sample: example,
    signature: before,
  } = await aReadyDraft({ source: 'TRADEMARK' })
  const fileId = await aDocumentIn(qualificationId, applicant, 'SIGNATURE_EVIDENCE', before.id)
  const seen = (await readDraft(applicant, qualificationId))?.seen.signatures ?? ''
  const lists = { signatures: [signature('王小明')], samples: [example] }
  await saveSignatures(applicant, { qualificationId, seen, drop: [`SIGNATURE_EVIDENCE ${before.id}`], ...lists })

  expect(await database().storedFile.count({ where: { id: fileId } })).toBe(0)
  expect((await submissionOf(qualificationId)).documents.map(({ kind }) => kind)).not.toContain('SIGNATURE_EVIDENCE')
  const removed = (await eventsAbout(qualificationId)).filter(({ action }) => action === 'document.removed')
  expect(removed).toHaveLength(2)
})

test('a list that another device changed is not overwritten; the other list is saved', async () => {
  const { applicant, id: qualificationId, signature: before, sample: example } = await aReadyDraft()
  const seen = (await readDraft(applicant, qualificationId))?.seen.signatures ?? ''
  const save = (texts: string[], samples: string[]) =>
    saveSignatures(applicant, {
      qualificationId,
      seen,
      signatures: [before, ...texts.map((text) => signature(text))],
      samples: [example, ...samples.map((text) => sample(text))],
    })
  await save(['手机改的'], [])
  await save([], ['电脑加的'])
  const draft = await readDraft(applicant, qualificationId)
  expect([draft?.signatures.length, draft?.samples.length]).toEqual([2, 2])
  await expect(save(['电脑改的'], [])).rejects.toMatchObject({ code: 'CONFLICT' })
  const mine = { signatures: [{ ...before, text: '' }], samples: [] }
  await saveSignatures(applicant, { qualificationId, seen, overwrite: 'yes', ...mine })
  expect(await readDraft(applicant, qualificationId)).toMatchObject({
    signatures: [{ id: before.id, text: '' }],
    samples: [],
  })
})

test('a tab that was opened earlier saves twice, and takes back nothing of what another tab saved', async () => {
  const { applicant, id: qualificationId, signature: before, sample: example } = await aReadyDraft()
  const opened = (await readDraft(applicant, qualificationId))?.seen.signatures ?? ''
  const save = (seen: string, text: string, sampleText: string) =>
    saveSignatures(applicant, {
      qualificationId,
      seen,
      signatures: [{ ...before, text }],
      samples: [{ ...example, text: sampleText }],
    })
  await save(opened, '小明书店', example.text)
  const first = await save(opened, before.text, '您好')
  await save(first.seen, before.text, '您好，再见')
  expect(await readDraft(applicant, qualificationId)).toMatchObject({
    signatures: [{ text: '小明书店' }],
    samples: [{ text: '您好，再见' }],
  })
  await expect(save(first.seen, '小明书屋二', '您好，再见')).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('an id of another draft is refused, and so is a repeated one', async () => {
  const { applicant, id: qualificationId } = await aDraft()
  const other = await aReadyDraft()
  const twice = signature('甲')
  for (const signatures of [[other.signature], [twice, twice]]) {
    const attempt = saveSignatures(applicant, { qualificationId, seen: '', signatures, samples: [] })
    await expect(attempt).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  }
  const attempt = saveSignatures(applicant, { qualificationId, seen: '', signatures: [], samples: [other.sample] })
  await expect(attempt).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  expect((await submissionOf(other.id)).signatures).toHaveLength(1)
})

test('a list that was typed back after a conflict is a conflict too, whether its form names a column or the list', async () => {
  const { applicant, id: qualificationId, signature: before, sample: example } = await aReadyDraft()
  const seen = (await readDraft(applicant, qualificationId))?.seen.signatures ?? ''
  const lists = { signatures: [before], samples: [example] }
  await saveSignatures(applicant, { qualificationId, seen, ...lists, signatures: [{ ...before, text: '小明书店' }] })
  const sent = {
    ...{ qualificationId, seen, 'signature.id': before.id, 'signature.source': before.source },
    ...{ 'signature.text': before.text, 'sample.id': example.id, 'sample.text': example.text },
  }
  expect(SaveSignaturesInput.parse({ ...sent, touched: 'sample.text' }).touched).toEqual(['samples'])
  for (const touched of ['signature.text', 'signatures']) {
    const input = SaveSignaturesInput.parse({ ...sent, touched })
    expect(input.touched).toEqual(['signatures'])
    await expect(saveSignatures(applicant, { ...input, signatures: [before] }), touched).rejects.toMatchObject({
      code: 'CONFLICT',
      params: { answers: 'signatures' },
    })
  }
  expect((await readDraft(applicant, qualificationId))?.signatures).toMatchObject([{ text: '小明书店' }])
})

test('yields to a submission in between, and is refused to others and after the submission', async () => {
  const { applicant, id: qualificationId } = await aDraft()
  const input = { seen: '', signatures: [signature('小明书屋')], samples: [] }
  const attempt = () => saveSignatures(applicant, { qualificationId, ...input })
  await expect(interleave(qualificationId, { status: 'SUBMITTED' }, attempt)).rejects.toMatchObject({
    code: 'CONFLICT',
  })
  expect((await submissionOf(qualificationId)).signatures).toEqual([])

  const claimed = await aClaimedQualification()
  const of = { qualificationId: claimed.qualification.id, ...input }
  await expect(saveSignatures(claimed.applicant, of)).rejects.toMatchObject({ code: 'INVALID_STATE' })
  await expect(saveSignatures(claimed.reviewer, of)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const draft = await aDraft()
  const stranger = saveSignatures(await someStaff(), { qualificationId: draft.id, ...input })
  await expect(stranger).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('a form sends lists column by column; one row is a list, too; columns of different lengths are refused', () => {
  const qualificationId = newId()
  const id = newId()
  const form = { qualificationId, 'signature.id': id, 'signature.source': 'APP', 'signature.text': '书屋' }
  expect(SaveSignaturesInput.parse(form)).toEqual({
    qualificationId,
    seen: '',
    overwrite: null,
    drop: [],
    touched: [],
    signatures: [{ id, source: 'APP', text: '书屋', isOnBehalf: false }],
    samples: [],
  })
  const ticked = SaveSignaturesInput.parse({ ...form, 'signature.onBehalf': id })
  expect(ticked.signatures).toMatchObject([{ isOnBehalf: true }])
  expect(SaveSignaturesInput.safeParse({ ...form, 'signature.id': [id, newId()] }).success).toBe(false)
})
