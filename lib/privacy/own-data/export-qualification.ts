import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { unwrapIfStored } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { readFileNames } from '@/lib/documents/read-file-names'
import { readReadings } from '@/lib/documents/readings/read-readings'
import { readFilings } from '@/lib/filings/queries'
import { readOwnSupplements } from '@/lib/filings/supplements/read-supplements'
import { readContent } from '@/lib/qualifications/content'
import { placeOf } from '@/lib/qualifications/outlined-place'
import { ownedBy } from '@/lib/qualifications/policy'
import { letterPlace, notePlace, statusChangeNotePlace } from '@/lib/qualifications/sealed'
import { shownReasons } from '@/lib/rulebook/reasons'
import { reasonsOf } from '@/lib/rulebook/registry'
import type { ExportedFiles } from './exported-files'

const INCLUDE = {
  dataKey: true,
  renews: { select: { reference: true } },
  letters: { orderBy: { issuedAt: 'asc' } },
  statusChanges: { orderBy: [{ at: 'asc' }, { id: 'asc' }] },
  submissions: {
    orderBy: { revision: 'asc' },
    include: {
      parts: {
        orderBy: { position: 'asc' },
        include: {
          document: true,
          findings: { orderBy: { position: 'asc' } },
          late: { orderBy: { position: 'asc' } },
        },
      },
      documents: {
        orderBy: { id: 'asc' },
        include: {
          pages: { orderBy: { position: 'asc' }, include: { file: { include: { dataKey: true } } } },
        },
      },
      // Applicants see only the last decision of each.
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

/**
 * Returns everything that is stored of a qualification, as far as its applicants may know it, or null when it is not,
 * or no longer, theirs.
 */
export async function exportQualification(actor: PersonActor, id: string, files: ExportedFiles) {
  const found = await database().qualification.findFirst({
    where: { AND: [{ id }, ownedBy(actor)] },
    include: INCLUDE,
  })
  if (!found) return null
  const key = await unwrapIfStored(found.dataKey)
  const { reference, kind, status, createdAt, firstSubmittedAt, decidedAt, validUntil } = found
  const submissions = []
  for (const submission of found.submissions) submissions.push(await submissionOf(found, submission, key, files))
  return {
    ...{ id, reference, kind, status, createdAt, firstSubmittedAt, decidedAt, validUntil },
    isYours: found.createdById === actor.id,
    renews: found.renews?.reference ?? null,
    documentsErasedAt: found.documentsErasedAt,
    detailsErasedAt: found.detailsErasedAt,
    /** Lists what was printed on each letter in addition to its text. */
    letters: found.letters.map(({ id: letterId, variant, version, issuedAt, factsSealed }) => {
      const printed = key && factsSealed.length > 0 ? open(key, letterPlace(letterId), factsSealed) : null
      return { variant, version, issuedAt, printed: printed && JSON.parse(printed) }
    }),
    turns: found.statusChanges.map(({ id: changeId, kind: change, reason, noteSealed, at }) => {
      return {
        kind: change,
        reason,
        note: key && noteSealed && open(key, statusChangeNotePlace(changeId), noteSealed),
        at,
      }
    }),
    submissions,
    supplements: (await readOwnSupplements(actor, id)).map(
      ({ carrier, kind: document, state, note, reason, requestedAt, closedAt, pages }) => {
        return {
          carrier,
          document,
          state,
          note,
          reason,
          requestedAt,
          closedAt,
          fileIds: pages.map(({ fileId }) => fileId),
        }
      },
    ),
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
    /** Null when the answers were erased. */
    fields: content?.fields ?? null,
    senderSignatures: signatures ?? null,
    sampleMessages: content?.samples.map(({ text }) => text) ?? null,
    documents: await documentsOf(of, submission, files),
    letterLinks: await letterLinksOf(submission),
    shown: shownIn(submission),
    readAfterSubmitting: lateIn(submission),
    decision: await decisionOf(submission, key),
    filings: key && (await readFilings(database(), key, id)),
  }
}

/** Returns the links by which a letter was forwarded, for as long as they are stored. */
function letterLinksOf({ id: submissionId }: Submission) {
  return database().phoneSession.findMany({
    where: { submissionId, letter: { not: null } },
    orderBy: { createdAt: 'asc' },
    select: { letter: true, createdAt: true, boundAt: true, endsAt: true, endedAt: true, endedBecause: true },
  })
}

/** Returns what the check page showed when they submitted: codes, and the part that each is about. */
function shownIn({ parts }: Submission) {
  return parts
    .flatMap((part) => part.findings.map((finding) => ({ part, ...finding })))
    .toSorted((one, other) => one.position - other.position)
    .map(({ part, code, severity, field }) => ({ code, severity, field, ...whichPart(part) }))
}

/** Returns what a machine read after they submitted: the reviewer was shown that, and they were not. */
function lateIn({ parts }: Submission) {
  return parts
    .flatMap((part) => part.late.map((finding) => ({ part, ...finding })))
    .toSorted((one, other) => one.position - other.position)
    .map(({ part, code, severity, field, foundAt }) => ({ code, severity, field, foundAt, ...whichPart(part) }))
}

const whichPart = ({
  kind,
  fieldGroup,
  document,
  senderSignatureId,
}: Omit<Submission['parts'][number], 'findings' | 'late'>) => ({
  kind,
  fieldGroup,
  document: document?.kind ?? null,
  senderSignatureId: senderSignatureId ?? document?.senderSignatureId ?? null,
})

async function documentsOf({ reference }: Found, { documents }: Submission, { paths, leftOut }: ExportedFiles) {
  const fileIds = documents.flatMap(({ pages }) => pages.map(({ fileId }) => fileId))
  const names = await readFileNames(fileIds)
  const readings = await readReadings(database(), fileIds)
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
        doubts: file.doubts,
        forwarded: file.isForwarded ? { confirmedAt: file.confirmedAt } : null,
        uploadedAt: file.createdAt,
        readings: readings.pages.get(fileId) ?? null,
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
    parts: decision.judgements.map(({ partId, part, verdict, reasons, noteSealed, ...row }) => ({
      ...whichPart(part),
      verdict,
      reasons: shownReasons(catalogue, reasons).map(({ code, name }) => ({ code, name })),
      // Both keys are part of the format of the exported file.
      mend: row.correction,
      mendField: row.correctionField,
      note: key && noteSealed && open(key, notePlace(decision.id, partId), noteSealed),
      place: placeOf(row),
    })),
  }
}
