import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { unwrapIfKept } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { readFileNames } from '@/lib/documents/read-file-names'
import { readFilings } from '@/lib/filings/queries'
import { readContent } from '@/lib/qualifications/content'
import { ownedBy } from '@/lib/qualifications/policy'
import { notePlace, turnNotePlace } from '@/lib/qualifications/sealed'
import { toldReasons } from '@/lib/rulebook/reasons'
import { reasonsOf } from '@/lib/rulebook/registry'
import type { ExportedFiles } from './exported-files'

const INCLUDE = {
  dataKey: true,
  renews: { select: { reference: true } },
  turns: { orderBy: [{ at: 'asc' }, { id: 'asc' }] },
  submissions: {
    orderBy: { revision: 'asc' },
    include: {
      documents: {
        orderBy: { id: 'asc' },
        include: {
          pages: { orderBy: { position: 'asc' }, include: { file: { include: { dataKey: true } } } },
        },
      },
      // What the applicant is told is the last look of each.
      decisions: {
        orderBy: { look: 'desc' },
        take: 1,
        include: {
          judgements: {
            orderBy: { part: { position: 'asc' } },
            include: { part: { include: { document: true } } },
          },
        },
      },
    },
  },
} satisfies Prisma.QualificationInclude

type Found = Prisma.QualificationGetPayload<{ include: typeof INCLUDE }>
type Submission = Found['submissions'][number]

/** Everything that is kept of a qualification, as its applicants may know it; null when it is not theirs, or no longer. */
export async function exportQualification(actor: PersonActor, id: string, files: ExportedFiles) {
  const found = await database().qualification.findFirst({
    where: { AND: [{ id }, ownedBy(actor)] },
    include: INCLUDE,
  })
  if (!found) return null
  const key = await unwrapIfKept(found.dataKey)
  const { reference, kind, status, createdAt, firstSubmittedAt, decidedAt, validUntil } = found
  const submissions = []
  for (const submission of found.submissions) submissions.push(await submissionOf(found, submission, key, files))
  return {
    ...{ id, reference, kind, status, createdAt, firstSubmittedAt, decidedAt, validUntil },
    isYours: found.createdById === actor.id,
    renews: found.renews?.reference ?? null,
    documentsErasedAt: found.documentsErasedAt,
    detailsErasedAt: found.detailsErasedAt,
    turns: found.turns.map(({ id: turnId, kind: turn, reason, noteSealed, at }) => {
      return { kind: turn, reason, note: key && noteSealed && open(key, turnNotePlace(turnId), noteSealed), at }
    }),
    submissions,
  }
}

async function submissionOf(of: Found, submission: Submission, key: Buffer | null, files: ExportedFiles) {
  const { id, revision, rulebookVersion, letterVersion, createdAt, submittedAt } = submission
  const content = key && (await readContent(database(), of.kind, id, key))
  const signatures = content?.signatures.map(({ id: signatureId, text, source, isOnBehalf }) => ({
    id: signatureId,
    text,
    source,
    isOnBehalf,
  }))
  return {
    ...{ revision, rulebookVersion, letterVersion, begunAt: createdAt, submittedAt },
    /** Null when they were erased. */
    fields: content?.fields ?? null,
    senderSignatures: signatures ?? null,
    sampleMessages: content?.samples.map(({ text }) => text) ?? null,
    documents: await documentsOf(of, submission, files),
    decision: await decisionOf(submission, key),
    filings: key && (await readFilings(database(), key, id)),
  }
}

async function documentsOf({ reference }: Found, { documents }: Submission, { paths, leftOut }: ExportedFiles) {
  const names = await readFileNames(documents.flatMap(({ pages }) => pages.map(({ fileId }) => fileId)))
  return documents.map(({ kind, senderSignatureId, pages }) => ({
    kind,
    senderSignatureId,
    files: pages.map(({ fileId, file }) => {
      const path = paths.get(fileId) ?? null
      const isErased = file.dataKey.erasedAt !== null
      const isNamed = leftOut.some((one) => one.fileId === fileId)
      if (!path && !isErased && !isNamed) leftOut.push({ fileId, reference, kind, because: 'ADDED_MEANWHILE' })
      return {
        id: fileId,
        path,
        isErased,
        name: names.get(fileId) ?? null,
        mediaType: file.mediaType,
        bytes: file.size,
        pages: file.pageCount,
        sha256: Buffer.from(file.sha256).toString('hex'),
        uploadedAt: file.createdAt,
      }
    }),
  }))
}

async function decisionOf({ decisions: [decision] }: Submission, key: Buffer | null) {
  if (!decision) return null
  const catalogue = await reasonsOf(decision.reasonsVersion)
  return {
    outcome: decision.outcome,
    decidedAt: decision.decidedAt,
    parts: decision.judgements.map(({ partId, part, verdict, reasons, mend, mendField, noteSealed }) => ({
      kind: part.kind,
      fieldGroup: part.fieldGroup,
      document: part.document?.kind ?? null,
      senderSignatureId: part.senderSignatureId ?? part.document?.senderSignatureId ?? null,
      verdict,
      reasons: toldReasons(catalogue, reasons).map(({ code, name }) => ({ code, name })),
      mend,
      mendField,
      note: key && noteSealed && open(key, notePlace(decision.id, partId), noteSealed),
    })),
  }
}
