import 'server-only'
import { requireConsentsOfMakers } from '@/lib/accounts/consents/require-consents'
import { notifyAccount } from '@/lib/accounts/notices/notify'
import { type AccountActor, keyIdOf, personIdOf } from '@/lib/actor/actor'
import { commitTo } from '@/lib/audit/commitment'
import { recordAudit } from '@/lib/audit/record'
import { DAY } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { type Tx, transaction } from '@/lib/db/client'
import { finishErasing } from '@/lib/documents/erase-files'
import { choicesOf } from '@/lib/rulebook/choices'
import { type Finding, fieldOf, isPlaceIn, isWarning, type Warning } from '@/lib/rulebook/findings'
import { holdLetterTexts } from '@/lib/rulebook/letters/registry'
import { requiredSlot } from '@/lib/rulebook/required-slots'
import type { DocumentRow, SubmissionContent } from '../content'
import { dropUnready, removeDocuments, removePages } from '../files/remove-documents'
import type { UnreadyFile } from '../files/unready-files'
import { endPhonesIn } from '../phone/end-phones'
import { visibleTo } from '../policy'
import type { SubmitQualificationInput } from '../schemas'
import { type Draft, findDraft, lockDraft } from './draft'
import { examineDraft, shownDigest } from './examine-draft'
import { storeLetterOrder } from './letters/store-letter-order'
import type { Locks } from './locks'

type Receipt = { id: string; reference: string; revision: number; submittedAt: Date }

/**
 * Submits the revision that the applicant saw: freezes it, makes its parts, and puts it into the queue. For a revision
 * that was submitted already it returns the same receipt: a double click, a reload and a second tab are one submission.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, CONSENT_MISSING, FILES_BEING_EXAMINED, INCOMPLETE (also
 *   while something refused is
 * still as it was), FINDINGS_CHANGED when they weren't shown what is found now, CONFLICT when it isn't as they saw it
 */
export async function submitQualification(actor: AccountActor, input: SubmitQualificationInput): Promise<Receipt> {
  try {
    const { orphans, ...receipt } = await transaction((tx) => submit(tx, actor, input))
    await finishErasing(orphans)
    return receipt
  } catch (error) {
    const isLate = error instanceof DomainError && (error.code === 'CONFLICT' || error.code === 'INVALID_STATE')
    const receipt = isLate ? await transaction((tx) => receiptOf(tx, actor, input)) : null
    if (receipt) return receipt
    throw error
  }
}

async function submit(
  tx: Tx,
  actor: AccountActor,
  { qualificationId: id, revision, draftVersion, shown = '' }: SubmitQualificationInput,
) {
  const draft = await findDraft(tx, actor, id)
  await requireConsentsOfMakers(tx, 'APPLY', draft.qualification.accountId, [personIdOf(actor)], id)
  await lockDraft(tx, draft)
  const { qualification, submission } = draft
  if (submission.revision !== revision) throw new DomainError('CONFLICT', 'Another revision', { subjectId: id })
  await holdLetterTexts(tx)
  const { content, replaced, now, locks, unready, findings, text, unread } = await examineDraft(tx, draft)
  const letterVersion = text.version
  refuseWhileExamined(id, unready)
  refuseUnlessShown(id, findings, shown)

  await storeLetterOrder(tx, content)
  const [required, notRequired] = partition(draft, content)
  const orphans = await removeDocuments(tx, actor, draft, notRequired)
  for (const { pages, ...document } of replaced) {
    const fileIds = pages.map(({ fileId }) => fileId)
    orphans.push(...(await removePages(tx, actor, draft, document, fileIds)))
  }
  await dropUnready(tx, actor, draft, unready) // refused: their bytes are erased already
  const frozen = await tx.submission.updateMany({
    where: { id: submission.id, draftVersion },
    data: { submittedAt: now, submittedById: personIdOf(actor), submittedByKeyId: keyIdOf(actor), letterVersion },
  })
  if (frozen.count !== 1) throw new DomainError('CONFLICT', 'Changed since they looked at it', { subjectId: id })
  await endPhonesIn(tx, actor, { qualificationId: id }, 'SUBMITTED')
  await makeParts(tx, draft, content, locks)
  await storeFindings(tx, draft, locks, findings.filter(isWarning))
  await storeUnread(tx, draft, required, unread)
  await tx.qualification.update({
    where: { id },
    data: {
      status: 'SUBMITTED',
      queuedAt: now,
      queuePlace: new Date(now.getTime() - (revision > 1 ? DAY : 0)), // a resubmission counts as a day older
      ...narrowedBy(content),
      firstSubmittedAt: qualification.firstSubmittedAt ?? now,
    },
  })
  await recordSubmitted(tx, actor, draft, { ...content, rows: required }, letterVersion)
  const { accountId, reference } = qualification
  await notifyAccount(tx, { accountId, qualificationId: id, template: 'SUBMITTED', params: { reference } })
  return { id, reference, revision, submittedAt: now, orphans }
}

/** @throws DomainError FILES_BEING_EXAMINED, with the kinds of the documents */
function refuseWhileExamined(subjectId: string, unready: readonly UnreadyFile[]): void {
  const waiting = unready.filter(({ state }) => state === 'RECEIVED')
  if (waiting.length === 0) return
  const kinds = [...new Set(waiting.map(({ slotKind }) => slotKind))].join(' ')
  throw new DomainError('FILES_BEING_EXAMINED', `${waiting.length} files`, {
    subjectId,
    params: { files: waiting.length, kinds },
  })
}

/** @throws DomainError INCOMPLETE while something blocks, FINDINGS_CHANGED when the rest isn't what the page showed */
function refuseUnlessShown(subjectId: string, findings: readonly Finding[], shown: string): void {
  const problems = findings.filter(({ severity }) => severity === 'block').length
  if (problems > 0) throw new DomainError('INCOMPLETE', `${problems} problems`, { subjectId, params: { problems } })
  if (shownDigest(findings) !== shown) {
    throw new DomainError('FINDINGS_CHANGED', 'The page showed other findings', { subjectId })
  }
}

/**
 * Returns what the queue is filtered by, and what the gate answers by: it is about no person, so it is stored in clear.
 */
function narrowedBy({ fields }: SubmissionContent) {
  const isOnBehalf = fields['use.onBehalf'] === 'ON_BEHALF'
  return {
    organisationType: fields['organisation.type'] ?? null,
    purposes: choicesOf(fields['use.purposes']),
    isOnBehalf,
    authorisedFrom: isOnBehalf ? dayOf(fields['principal.authorisedFrom']) : null,
    authorisedTo: isOnBehalf ? dayOf(fields['principal.authorisedTo']) : null,
  }
}

/** Returns a declared day as a DATE is written; answers of a submission are real days. */
const dayOf = (day: string | undefined): Date | null => (day ? new Date(`${day}T00:00:00Z`) : null)

/**
 * Splits the documents: those that these answers require, and those uploaded under other answers, which are not stored.
 */
function partition({ rulebook }: Draft, content: SubmissionContent): [DocumentRow[], DocumentRow[]] {
  const isRequired = ({ kind, senderSignatureId, pages }: DocumentRow) =>
    pages.length > 0 && requiredSlot(rulebook, content, kind, senderSignatureId) !== undefined
  return [content.rows.filter(isRequired), content.rows.filter((row) => !isRequired(row))]
}

/** Makes the parts. An accepted part that is still valid is carried: it is not judged again. */
async function makeParts(tx: Tx, { submission }: Draft, content: SubmissionContent, locks: Locks): Promise<void> {
  const parts = locks.parts.map(({ part, judgedId }, position) => {
    const row = { submissionId: submission.id, position, kind: part.kind, carriedFromId: judgedId }
    if (part.kind === 'FIELDS') return { ...row, fieldGroup: part.fieldGroup }
    if (part.kind === 'SENDER_SIGNATURE') return { ...row, senderSignatureId: part.senderSignatureId }
    if (part.kind === 'SAMPLE_MESSAGES') return row
    const { documentKind: kind, senderSignatureId } = part
    const document = content.rows.find((row) => row.kind === kind && row.senderSignatureId === senderSignatureId)
    if (!document) throw new Error(`A part for ${kind} without its document`)
    return { ...row, documentId: document.id }
  })
  await tx.part.createMany({ data: parts })
}

/**
 * Stores what the applicant continued past, at the parts that it is about. A count of rows, which is of no part, only
 * blocks.
 */
async function storeFindings(tx: Tx, { submission }: Draft, { parts }: Locks, shown: readonly Warning[]) {
  if (shown.length === 0) return
  const made = await tx.part.findMany({ where: { submissionId: submission.id }, orderBy: { position: 'asc' } })
  const partIdOf = ({ place }: Warning): string => {
    const part = made[parts.findIndex(({ part }) => isPlaceIn(part, place))]
    if (!part) throw new Error(`No part for ${JSON.stringify(place)}`)
    return part.id
  }
  const rows = shown.map((finding, position) => {
    const { code, severity, place } = finding
    return { partId: partIdOf(finding), position, code, severity, field: fieldOf(place) }
  })
  await tx.shownFinding.createMany({ data: rows })
}

/** Stores which files no machine had read when the findings were made: what it finds in them is for the reviewer. */
async function storeUnread(tx: Tx, { submission }: Draft, required: readonly DocumentRow[], unread: readonly string[]) {
  const files = new Set(required.flatMap(({ pages }) => pages.map(({ fileId }) => fileId)))
  const data = unread.filter((id) => files.has(id)).map((fileId) => ({ submissionId: submission.id, fileId }))
  if (data.length > 0) await tx.lateReading.createMany({ data })
}

/**
 * Records the submission by a commitment: it can be proved while the data is stored, and says nothing once it is
 * erased.
 */
async function recordSubmitted(
  tx: Tx,
  actor: AccountActor,
  { qualification, submission }: Draft,
  content: SubmissionContent,
  letterVersion: string,
) {
  const { fields, signatures, samples, rows } = content
  const files = rows.flatMap(({ kind, pages }) =>
    pages.map(({ fileId, file }) => ({ kind, fileId, sha256: Buffer.from(file.sha256).toString('hex') })),
  )
  const declared = commitTo('declared', { fields, signatures, samples, files })
  const { id: submissionId, revision, rulebookVersion } = submission
  const data = { submissionId, revision, rulebookVersion, letterVersion, declared: declared.digest, files }
  const event = { action: 'qualification.submitted', subjectId: qualification.id, data } as const
  const disclose = { dataKeyId: qualification.dataKeyId, commitments: [declared] }
  await recordAudit(tx, actor, event, { using: 'qualification.own', disclose })
}

/** Returns the receipt of a revision that was submitted before; null when it wasn't. */
async function receiptOf(tx: Tx, actor: AccountActor, { qualificationId: id, revision }: SubmitQualificationInput) {
  const found = await tx.submission.findFirst({
    where: { revision, submittedAt: { not: null }, qualification: { AND: [{ id }, visibleTo(actor)] } },
    include: { qualification: { select: { reference: true } } },
  })
  if (!found?.submittedAt) return null
  return { id, reference: found.qualification.reference, revision, submittedAt: found.submittedAt }
}
