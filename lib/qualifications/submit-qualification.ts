import 'server-only'
import { requireConsents } from '@/lib/accounts/require-consents'
import { commitTo } from '@/lib/audit/commitment'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { DAY, dateIn } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { dataKey } from '@/lib/crypto/data-keys'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { finishErasing } from '@/lib/documents/erase-files'
import { tellAccount } from '@/lib/notifications/tell'
import { choicesOf } from '@/lib/rulebook/answers'
import { askedSlot } from '@/lib/rulebook/asked'
import { problemsOf } from '@/lib/rulebook/requirements'
import { type DocumentRow, readContent, type SubmissionContent } from './content'
import { type Draft, findDraft, lockDraft } from './draft'
import { type Locks, locksOf } from './locks'
import { visibleTo } from './policy'
import { readJudged } from './read-judged'
import { removeDocuments } from './remove-documents'
import type { SubmitQualificationInput } from './schemas'

type Receipt = { id: string; reference: string; revision: number; submittedAt: Date }

/**
 * Hands in the revision that the applicant saw: freezes it, makes its parts, and puts it into the queue. Asked again for
 * a revision that was handed in, it answers the same: a double click, a reload and a second tab are one submission.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, CONSENT_MISSING, INCOMPLETE (also while something refused is
 * still as it was), CONFLICT when it isn't as they saw it
 */
export async function submitQualification(actor: PersonActor, input: SubmitQualificationInput): Promise<Receipt> {
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
  actor: PersonActor,
  { qualificationId: id, revision, draftVersion }: SubmitQualificationInput,
) {
  const draft = await findDraft(tx, actor, id)
  await requireConsents(tx, [actor.id], id)
  await lockDraft(tx, draft)
  const { qualification, submission, rulebook } = draft
  if (submission.revision !== revision) throw new DomainError('CONFLICT', 'Another revision', { subjectId: id })
  const key = await dataKey(tx, qualification.dataKeyId)
  const content = await readContent(tx, qualification.kind, submission.id, key)
  const now = await databaseTime(tx)
  const judged = await readJudged(tx, qualification, revision, key)
  const locks = locksOf(rulebook, judged, content, [])
  const unmended = locks.refused.filter(({ isMended, mustMend }) => mustMend && !isMended)
  const problems = problemsOf(rulebook, content, dateIn(now)).length + unmended.length
  if (problems > 0) throw new DomainError('INCOMPLETE', `${problems} problems`, { subjectId: id, params: { problems } })

  const [asked, unasked] = partition(draft, content)
  const orphans = await removeDocuments(tx, actor, draft, unasked)
  const frozen = await tx.submission.updateMany({
    where: { id: submission.id, draftVersion },
    data: { submittedAt: now, submittedById: actor.id },
  })
  if (frozen.count !== 1) throw new DomainError('CONFLICT', 'Changed since they looked at it', { subjectId: id })
  await makeParts(tx, draft, content, locks)
  await tx.qualification.update({
    where: { id },
    data: {
      status: 'SUBMITTED',
      queuedAt: now,
      queuePlace: new Date(now.getTime() - (revision > 1 ? DAY : 0)), // handed in again counts as a day longer
      ...narrowedBy(content),
      firstSubmittedAt: qualification.firstSubmittedAt ?? now,
    },
  })
  await recordSubmitted(tx, actor, draft, { ...content, rows: asked })
  const { accountId, reference } = qualification
  await tellAccount(tx, { accountId, qualificationId: id, template: 'SUBMITTED', params: { reference } })
  return { id, reference, revision, submittedAt: now, orphans }
}

/** What the queue is narrowed by: of no person, so in clear. */
function narrowedBy({ fields }: SubmissionContent) {
  return {
    organisationType: fields['organisation.type'] ?? null,
    purposes: choicesOf(fields['use.purposes']),
    isOnBehalf: fields['use.onBehalf'] === 'ON_BEHALF',
  }
}

/** What is asked for under these answers, and what was uploaded under others: nobody needs that, so it is not kept. */
function partition({ rulebook }: Draft, content: SubmissionContent): [DocumentRow[], DocumentRow[]] {
  const isAsked = ({ kind, senderSignatureId, pages }: DocumentRow) =>
    pages.length > 0 && askedSlot(rulebook, content, kind, senderSignatureId) !== undefined
  return [content.rows.filter(isAsked), content.rows.filter((row) => !isAsked(row))]
}

/** What was accepted and holds is carried: it is not judged again. */
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

/** The log holds what was handed in by a commitment: provable while it is kept, and nothing once it is erased. */
async function recordSubmitted(
  tx: Tx,
  actor: PersonActor,
  { qualification, submission }: Draft,
  content: SubmissionContent,
) {
  const { fields, signatures, samples, rows } = content
  const files = rows.flatMap(({ kind, pages }) =>
    pages.map(({ fileId, file }) => ({ kind, fileId, sha256: Buffer.from(file.sha256).toString('hex') })),
  )
  const declared = commitTo('declared', { fields, signatures, samples, files })
  const { id: submissionId, revision, rulebookVersion, letterVersion } = submission
  const data = { submissionId, revision, rulebookVersion, letterVersion, declared: declared.digest, files }
  const event = { action: 'qualification.submitted', subjectId: qualification.id, data } as const
  const disclose = { dataKeyId: qualification.dataKeyId, commitments: [declared] }
  await recordAudit(tx, actor, event, { using: 'qualification.own', disclose })
}

/** Of a revision that was handed in before; null when it wasn't. */
async function receiptOf(tx: Tx, actor: PersonActor, { qualificationId: id, revision }: SubmitQualificationInput) {
  const found = await tx.submission.findFirst({
    where: { revision, submittedAt: { not: null }, qualification: { AND: [{ id }, visibleTo(actor)] } },
    include: { qualification: { select: { reference: true } } },
  })
  if (!found?.submittedAt) return null
  return { id, reference: found.qualification.reference, revision, submittedAt: found.submittedAt }
}
