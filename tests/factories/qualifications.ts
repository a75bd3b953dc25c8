import { randomBytes, randomUUID } from 'node:crypto'
import { sealPersonField } from '@/lib/accounts/person-fields'
import type { PersonActor } from '@/lib/actor/actor'
import { APPLICANT_CAPABILITIES } from '@/lib/actor/capabilities'
import { newId } from '@/lib/core/ids'
import { createDataKey } from '@/lib/crypto/data-keys'
import { seal } from '@/lib/crypto/fields'
import { database, type Tx, transaction } from '@/lib/db/client'
import type { DocumentKind, SignatureSource } from '@/lib/db/generated/enums'
import { namePlace } from '@/lib/documents/store-file'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { issueLetters } from '@/lib/qualifications/draft/letters/issue-letters'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { saveFields } from '@/lib/qualifications/draft/save-fields'
import { saveSignatures } from '@/lib/qualifications/draft/save-signatures'
import { removeDocumentPage } from '@/lib/qualifications/files/remove-document-page'
import { agreeToAll } from './consents'
import { requiredDocuments } from './contents'

/** People and rows are new for each test, so that tests share a database without sharing data. */

export const PHONE = '+8613800138000'

/** Creates an applicant as registering does: with an account of their own and a verified phone. */
export async function aRegisteredApplicant({ isTest = false } = {}): Promise<PersonActor & { accountId: string }> {
  return transaction(async (tx) => {
    const id = newId()
    const { id: dataKeyId, key } = await createDataKey(tx)
    const phoneSealed = sealPersonField(key, id, 'phone_sealed', PHONE)
    await tx.user.create({ data: { id, dataKeyId, phoneSealed, phoneIndex: randomBytes(32) } })
    const { id: accountId } = await tx.account.create({ data: { isTest, members: { create: { userId: id } } } })
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
/** Every individual submits these documents. */
export const INDIVIDUAL_DOCUMENTS = requiredDocuments('INDIVIDUAL', { ...IDENTITY, ...USE })

/** Creates a draft to which nothing was written yet. */
export async function aDraft(applicant?: PersonActor & { accountId: string }) {
  const owner = applicant ?? (await aRegisteredApplicant())
  const { id } = await createQualification(owner, { kind: 'INDIVIDUAL' })
  return { applicant: owner, id }
}

type Given = { applicant?: PersonActor & { accountId: string }; source?: SignatureSource }

/** Creates a draft in which everything is declared and nothing uploaded. */
export async function aWrittenDraft(given: Given = {}) {
  const { applicant, id } = await aDraft(given.applicant)
  const signature = { id: newId(), source: given.source ?? 'OWN_NAME', text: '小明书屋' }
  const sample = { id: newId(), text: '您订的书到了。' }
  await saveFields(applicant, { qualificationId: id, task: 'identity', seen: '', answers: IDENTITY })
  await saveFields(applicant, { qualificationId: id, task: 'use', seen: '', answers: USE })
  await saveSignatures(applicant, { qualificationId: id, seen: '', signatures: [signature], samples: [sample] })
  return { applicant, id, signature, sample }
}

/** Creates a draft that can be submitted. Its files are rows only. */
export async function aReadyDraft(given: Given = {}) {
  const { applicant, id, signature, sample } = await aWrittenDraft(given)
  await issueLetters(applicant, id)
  for (const kind of INDIVIDUAL_DOCUMENTS) await aDocumentIn(id, applicant, kind)
  if (signature.source !== 'OWN_NAME') await aDocumentIn(id, applicant, 'SIGNATURE_EVIDENCE', signature.id)
  return { applicant, id, signature, sample }
}

/** Issues the commitment letter as it is now, and photographs it in place of the last one. */
export async function signAgain(applicant: PersonActor & { accountId: string }, qualificationId: string) {
  await issueLetters(applicant, qualificationId)
  return photographAgain(applicant, qualificationId)
}

/** Photographs the commitment letter in place of the last photographs. */
export async function photographAgain(applicant: PersonActor & { accountId: string }, qualificationId: string) {
  const draft = await readDraft(applicant, qualificationId)
  const letter = draft?.slots.find(({ slot }) => slot.kind === 'COMMITMENT_LETTER')
  for (const { fileId } of letter?.pages ?? []) await removeDocumentPage(applicant, { qualificationId, fileId })
  return aDocumentIn(qualificationId, applicant, 'COMMITMENT_LETTER')
}

/** Puts a file into a slot of a draft, without blobs. */
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

type StoredFileGiven = { uploadedById: string; accountId: string; pageCount?: number }

/** Creates the row of a file, without blobs. */
export async function aStoredFile(tx: Tx, given: StoredFileGiven): Promise<string> {
  const { id: dataKeyId, key } = await createDataKey(tx)
  const id = newId()
  const nameSealed = seal(key, namePlace(id), '照片.jpg')
  const picture = { mediaType: 'image/jpeg', size: 1_000, sha256: randomBytes(32), width: 1_200, height: 800 }
  await tx.storedFile.create({ data: { id, ...given, dataKeyId, nameSealed, state: 'READY', ...picture } })
  return id
}

/** Returns what the form of the check page sends: the draft, and what is found in it, as this person sees it now. */
export async function asShown(actor: PersonActor, qualificationId: string) {
  const { revision, draftVersion } = await submissionOf(qualificationId)
  const shown = (await readDraft(actor, qualificationId))?.seen.findings ?? ''
  return { qualificationId, revision, draftVersion, shown }
}

/** Returns the newest submission, with everything that belongs to it. */
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
