import { Readable } from 'node:stream'
import { DAY, dateIn } from '@/lib/core/clock'
import { databaseTime } from '@/lib/db/client'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { saveFields } from '@/lib/qualifications/draft/save-fields'
import { saveSignatures } from '@/lib/qualifications/draft/save-signatures'
import { aFullDraft } from './journey'
import { specimen } from './specimens'
import { uploadReady } from './uploads'

/**
 * Returns an individual's draft that can be submitted, and in which much is found: an ID that ends in 20 days, a
 * signature that is no name, the brackets of a signature in a sample, and one photograph twice.
 */
export async function aDoubtfulDraft() {
  const draft = await aFullDraft()
  const { applicant, id: qualificationId } = draft
  const { actor } = applicant
  const seen = async () => (await readDraft(actor, qualificationId))?.seen ?? { fields: '', signatures: '' }
  const ends = dateIn(new Date((await databaseTime()).getTime() + 20 * DAY))
  const answers = { 'person.idValidTo': ends }
  await saveFields(actor, { qualificationId, task: 'identity', seen: (await seen()).fields, answers })
  const now = await readDraft(actor, qualificationId)
  await saveSignatures(actor, {
    ...{ qualificationId, seen: (await seen()).signatures, signatures: now?.signatures ?? [] },
    samples: [{ id: now?.samples[0]?.id ?? '', text: '【小明书屋】您订的书到了。' }],
  })
  const slot = { qualificationId, kind: 'ID_EMBLEM', senderSignatureId: null } as const
  const source = Readable.from(await specimen('ID_PORTRAIT'))
  await uploadReady(actor, { ...slot, fileName: 'ID_PORTRAIT.jpg', source })
  return draft
}
