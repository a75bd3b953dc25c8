import { Readable } from 'node:stream'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import { saveFields } from '@/lib/qualifications/draft/save-fields'
import { saveSignatures } from '@/lib/qualifications/draft/save-signatures'
import { startUpload } from '@/lib/qualifications/files/start-upload'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { decide, seeAll, submit } from '@/tests/factories/journey'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { aDocumentIn, aDraft, IDENTITY, INDIVIDUAL_DOCUMENTS, USE } from '@/tests/factories/qualifications'
import { specimen } from '@/tests/factories/specimens'
import { uploadReady } from '@/tests/factories/uploads'
import type { People } from './actors'
import type { State } from './target'

export type QualificationState = Exclude<State, 'ABSENT'>

type Begun = { isLookedAt: boolean; uploadId: string }

export async function aQualificationIn(
  { owner, holder }: Pick<People, 'owner' | 'holder'>,
  state: QualificationState,
  started: Begun,
) {
  const id = await aFullDraft(owner, started)
  if (state === 'DRAFT') return id
  await submit(owner, id)
  if (state === 'SUBMITTED') return id
  if (state === 'IN_REVIEW') {
    await claimQualification(holder, { qualificationId: id })
    await seeAll(holder, id)
    return id
  }
  const refused = {
    CHANGES_REQUESTED: { ID_PORTRAIT: 'BLURRED' },
    REJECTED: { ID_PORTRAIT: 'SUSPECTED_FORGERY' },
  } as const
  await decide(holder, id, state === 'APPROVED' ? {} : refused[state])
  // Another try should not wait for the days after a rejection.
  if (state === 'REJECTED') await database().qualification.update({ where: { id }, data: { decidedAt: new Date(0) } })
  return id
}

/**
 * Makes another account with the same members: one account may not have as many drafts and uploads as are needed here.
 */
export async function anAccountOf(owner: People['owner']): Promise<People['owner']> {
  const { accountId } = await aRegisteredApplicant()
  const members = await database().membership.findMany({ where: { accountId: owner.accountId } })
  await database().membership.createMany({ data: members.map(({ userId }) => ({ accountId, userId })) })
  return { ...owner, accountId, accountIds: [accountId] }
}

/** Makes a draft whose documents are rows, with one real picture where it is looked at. */
async function aFullDraft(owner: People['owner'], { isLookedAt, uploadId }: Begun): Promise<string> {
  const { id: qualificationId } = await aDraft(owner)
  await saveFields(owner, { qualificationId, task: 'identity', seen: '', answers: IDENTITY })
  await saveFields(owner, { qualificationId, task: 'use', seen: '', answers: USE })
  await saveSignatures(owner, {
    qualificationId,
    seen: '',
    signatures: [{ id: newId(), source: 'OWN_NAME', text: '小明书屋' }],
    samples: [{ id: newId(), text: '您订的书到了。' }],
  })
  for (const kind of INDIVIDUAL_DOCUMENTS.filter((one) => one !== 'ID_PORTRAIT'))
    await aDocumentIn(qualificationId, owner, kind)
  if (!isLookedAt) await aDocumentIn(qualificationId, owner, 'ID_PORTRAIT')
  else {
    const source = Readable.from(await specimen('ID_PORTRAIT'))
    const slot = { qualificationId, kind: 'ID_PORTRAIT', senderSignatureId: null } as const
    await uploadReady(owner, { ...slot, fileName: '人像面.jpg', source })
  }
  const announced = { kind: 'ID_PORTRAIT', senderSignatureId: null, fileName: '人像面.jpg', size: 100 } as const
  await startUpload(owner, { ...announced, qualificationId, id: uploadId })
  return qualificationId
}
