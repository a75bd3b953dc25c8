import 'server-only'
import type { StoryPart, StoryRound } from '@/lib/cases/story-rounds'
import { database } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { readContent, type SubmissionContent } from '@/lib/qualifications/content'
import { type Carried, readCarried } from '@/lib/review/decisions/read-carried'
import { rulebookOf } from '@/lib/rulebook/registry'
import { requiredGroups } from '@/lib/rulebook/required-slots'
import type { Rulebook } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'

export type DossierFile = {
  id: string
  sha256: string
  mediaType: string
  size: number
  pageCount: number
  /** Measures its first page, in pixels. */
  width: number
  height: number
  takenInAt: Date
  uploadedBy: { kind: 'PERSON' | 'CLIENT'; id: string }
}

/** A part, and where it was accepted before if it is not judged again. */
export type DossierPart = StoryPart & { carried: Carried | null }

export type DossierDocument = {
  kind: DocumentKind
  signature: { text: string } | null
  /** Null in a revision whose parts don't contain it: one that was erased since. */
  part: DossierPart | null
  /** Empty once it was erased. */
  files: DossierFile[]
  /** The hashes of the originals, which are retained permanently. */
  sha256: string[]
  /** Holds the declared last day of validity, or LONG_TERM; null where it has none. */
  validTo: string | null
}

/** A revision with all that was submitted in it. */
export type DossierRound = Omit<StoryRound, 'parts'> & {
  /** A person or a system of the platform submitted it. */
  submittedBy: { kind: 'PERSON' | 'CLIENT'; id: string | null }
  documents: DossierDocument[]
  /** The parts that are no documents. */
  parts: DossierPart[]
}

/** Returns the documents of a revision, as its event records them permanently. */
export type SubmittedRevision = (revision: number) => readonly { kind: string; sha256: string }[]

/** @param key of the qualification; null once it was erased: then documents are as parts and events know them */
export function readDossierRounds(
  kind: SubmissionContent['kind'],
  rounds: readonly StoryRound[],
  key: Uint8Array | null,
  submitted: SubmittedRevision,
): Promise<DossierRound[]> {
  return Promise.all(rounds.map((round) => readRound(kind, round, key, submitted)))
}

async function readRound(
  kind: SubmissionContent['kind'],
  round: StoryRound,
  key: Uint8Array | null,
  submitted: SubmittedRevision,
): Promise<DossierRound> {
  const submission = await database().submission.findUniqueOrThrow({
    where: { id: round.id },
    select: {
      submittedById: true,
      submittedByKeyId: true,
      parts: { select: { id: true, documentId: true, carriedFromId: true } },
    },
  })
  const { submittedById, submittedByKeyId } = submission
  const carried = await readCarried(submission.parts.flatMap(({ carriedFromId }) => carriedFromId ?? []))
  const rows = new Map(submission.parts.map((row) => [row.id, row]))
  const parts = round.parts.map((part): DossierPart => {
    return { ...part, carried: carried.get(rows.get(part.id)?.carriedFromId ?? '') ?? null }
  })
  const partOf = (documentId: string) => parts.find(({ id }) => rows.get(id)?.documentId === documentId) ?? null
  const rulebook = await rulebookOf(round.rulebookVersion)
  return {
    ...round,
    submittedBy: submittedByKeyId ? { kind: 'CLIENT', id: submittedByKeyId } : { kind: 'PERSON', id: submittedById },
    parts: parts.filter((part) => part.kind !== 'DOCUMENT'),
    documents: key
      ? documentsOf(rulebook, await readContent(database(), kind, round.id, key), partOf)
      : parts.flatMap((part): DossierDocument[] => {
          const { documentKind } = part
          if (documentKind === null) return []
          const files = submitted(round.revision).filter((file) => file.kind === documentKind)
          const sha256 = files.map((file) => file.sha256)
          return [{ kind: documentKind, signature: null, part, files: [], sha256, validTo: null }]
        }),
  }
}

function documentsOf(
  rulebook: Rulebook,
  content: SubmissionContent,
  partOf: (documentId: string) => DossierPart | null,
): DossierDocument[] {
  const slots = rulesFor(rulebook, content.kind).documents
  const orderOf = (kind: DocumentKind) => slots.findIndex((slot) => slot.kind === kind)
  return content.rows
    .toSorted((a, b) => orderOf(a.kind) - orderOf(b.kind))
    .map(({ id, kind, senderSignatureId, pages }) => ({
      sha256: pages.map(({ file }) => Buffer.from(file.sha256).toString('hex')),
      kind,
      signature: content.signatures.find((candidate) => candidate.id === senderSignatureId) ?? null,
      part: partOf(id),
      files: pages.map(({ file }) => ({
        id: file.id,
        sha256: Buffer.from(file.sha256).toString('hex'),
        mediaType: file.mediaType,
        size: file.size,
        pageCount: file.pageCount,
        width: file.width,
        height: file.height,
        takenInAt: file.createdAt,
        uploadedBy: uploaderOf(file),
      })),
      validTo: validToOf(rulebook, content, kind),
    }))
}

const uploaderOf = ({ uploadedById, uploadedByKeyId }: SubmissionContent['rows'][number]['pages'][number]['file']) =>
  uploadedById ? { kind: 'PERSON' as const, id: uploadedById } : { kind: 'CLIENT' as const, id: uploadedByKeyId ?? '' }

/** Returns the field, among those that the document is compared with, that must not have expired. */
function validToOf(rulebook: Rulebook, content: SubmissionContent, kind: DocumentKind): string | null {
  const slot = rulesFor(rulebook, content.kind).documents.find((slot) => slot.kind === kind)
  const ends = requiredGroups(rulebook, content)
    .flatMap(({ fields }) => fields)
    .filter(({ key, checks }) => checks.includes('NOT_ENDED') && slot?.restsOn.includes(key))
  return (ends[0] && content.fields[ends[0].key]) || null
}
