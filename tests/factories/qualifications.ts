import { randomBytes, randomUUID } from 'node:crypto'
import { sealPersonField } from '@/lib/accounts/person-fields'
import type { PersonActor } from '@/lib/auth/actor'
import { APPLICANT_CAPABILITIES } from '@/lib/auth/capabilities'
import { newId } from '@/lib/core/ids'
import { createDataKey } from '@/lib/crypto/data-keys'
import { seal } from '@/lib/crypto/fields'
import { database, type Tx, transaction } from '@/lib/db/client'
import type { DocumentKind, SignatureSource } from '@/lib/db/generated/enums'
import { namePlace } from '@/lib/documents/keep-file'
import { createQualification } from '@/lib/qualifications/create-qualification'
import { saveFields } from '@/lib/qualifications/save-fields'
import { saveSignatures } from '@/lib/qualifications/save-signatures'
import { agreeToAll } from './consents'

/** Fresh people and rows for each test, so that tests share a database without sharing data. */

export const PHONE = '+8613800138000'

/** An applicant as registering leaves them: with an account of their own and a verified phone. */
export async function aRegisteredApplicant(): Promise<PersonActor & { accountId: string }> {
  return transaction(async (tx) => {
    const id = newId()
    const { id: dataKeyId, key } = await createDataKey(tx)
    const phoneSealed = sealPersonField(key, id, 'phone_sealed', PHONE)
    await tx.user.create({ data: { id, dataKeyId, phoneSealed, phoneIndex: randomBytes(32) } })
    const { id: accountId } = await tx.account.create({ data: { members: { create: { userId: id } } } })
    await agreeToAll(tx, id, accountId)
    return {
      kind: 'PERSON',
      id,
      sessionId: randomUUID(),
      audience: 'APPLICANT',
      accountId,
      accountIds: [accountId],
      capabilities: APPLICANT_CAPABILITIES,
      assurance: { factors: [] },
    }
  })
}

export const IDENTITY = {
  'person.name': '王小明',
  'person.idType': 'RESIDENT_ID',
  'person.idNumber': '11010519491231002X',
  'person.birthDate': '1949-12-31',
  'person.idValidFrom': '2020-01-01',
  'person.idValidTo': 'LONG_TERM',
}
export const USE = {
  'use.purposes': 'NOTIFICATION',
  'use.audience': '本店的顾客',
  'use.monthlyVolume': 'UP_TO_1000',
}
/** What every individual hands in. */
export const DOCUMENT_KINDS: DocumentKind[] = ['ID_PORTRAIT', 'ID_EMBLEM', 'ID_IN_HAND', 'COMMITMENT_LETTER']

/** A draft to which nothing was written yet. */
export async function aDraft(applicant?: PersonActor & { accountId: string }) {
  const owner = applicant ?? (await aRegisteredApplicant())
  const { id } = await createQualification(owner, { kind: 'INDIVIDUAL' })
  return { applicant: owner, id }
}

/** A draft that may be handed in. Its files are rows only. */
export async function aReadyDraft(
  given: { applicant?: PersonActor & { accountId: string }; source?: SignatureSource } = {},
) {
  const { applicant, id } = await aDraft(given.applicant)
  const signature = { id: newId(), source: given.source ?? 'OWN_NAME', text: '小明书屋' }
  const sample = { id: newId(), text: '您订的书到了。' }
  await saveFields(applicant, { qualificationId: id, task: 'identity', seen: '', answers: IDENTITY })
  await saveFields(applicant, { qualificationId: id, task: 'use', seen: '', answers: USE })
  await saveSignatures(applicant, { qualificationId: id, seen: '', signatures: [signature], samples: [sample] })
  for (const kind of DOCUMENT_KINDS) await aDocumentIn(id, applicant, kind)
  if (signature.source !== 'OWN_NAME') await aDocumentIn(id, applicant, 'SIGNATURE_EVIDENCE', signature.id)
  return { applicant, id, signature, sample }
}

/** A file in a slot of a draft, without blobs. */
export async function aDocumentIn(
  qualificationId: string,
  { id: uploadedById, accountId }: { id: string; accountId: string },
  kind: DocumentKind,
  senderSignatureId: string | null = null,
): Promise<string> {
  return transaction(async (tx) => {
    const { id: submissionId } = await tx.submission.findFirstOrThrow({
      where: { qualificationId },
      orderBy: { revision: 'desc' },
    })
    const id = await aStoredFile(tx, { uploadedById, accountId })
    const slot = await tx.document.findFirst({
      where: { submissionId, kind, senderSignatureId },
      include: { pages: true },
    })
    const page = { fileId: id, position: slot?.pages.length ?? 0 }
    if (slot) await tx.documentPage.create({ data: { documentId: slot.id, ...page } })
    else await tx.document.create({ data: { submissionId, kind, senderSignatureId, pages: { create: page } } })
    return id
  })
}

/** The row of a file, without blobs. */
export async function aStoredFile(tx: Tx, owner: { uploadedById: string; accountId: string }): Promise<string> {
  const { id: dataKeyId, key } = await createDataKey(tx)
  const id = newId()
  const nameSealed = seal(key, namePlace(id), '照片.jpg')
  const picture = { mediaType: 'image/jpeg', size: 1_000, sha256: randomBytes(32), width: 1_200, height: 800 }
  await tx.storedFile.create({ data: { id, ...owner, dataKeyId, nameSealed, ...picture } })
  return id
}

/** The newest submission, with all that hangs on it. */
export const submissionOf = (qualificationId: string) =>
  database().submission.findFirstOrThrow({
    where: { qualificationId },
    orderBy: { revision: 'desc' },
    include: {
      fields: true,
      parts: { orderBy: { position: 'asc' } },
      signatures: { orderBy: { position: 'asc' } },
      samples: { orderBy: { position: 'asc' } },
      documents: { include: { pages: { orderBy: { position: 'asc' } } } },
    },
  })
