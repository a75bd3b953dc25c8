import 'server-only'
import type { Reader } from '@/lib/db/client'
import type { QualificationKind } from '@/lib/db/generated/enums'
import type { JudgedSubmission } from './changes'
import { readContent, type SubmissionContent } from './content'

/** Holds the judged submission that an open revision corrects. */
export type Judged = JudgedSubmission & { id: string; content: SubmissionContent }

/**
 * Returns what was submitted and judged before this revision; null when it is the first.
 *
 * @param key the unwrapped key of its qualification
 */
export async function readJudged(
  reader: Reader,
  { id, kind }: { id: string; kind: QualificationKind },
  revision: number,
  key: Uint8Array,
): Promise<Judged | null> {
  if (revision === 1) return null
  const last = await reader.submission.findUnique({
    where: { qualificationId_revision: { qualificationId: id, revision: revision - 1 } },
    include: {
      decisions: { orderBy: { look: 'desc' }, take: 1, include: { judgements: true } },
      parts: { orderBy: { position: 'asc' }, include: { document: true } },
    },
  })
  const [decision] = last?.decisions ?? []
  if (!last || !decision) return null
  const judgements = new Map(decision.judgements.map((judgement) => [judgement.partId, judgement]))
  return {
    id: last.id,
    content: await readContent(reader, kind, last.id, key),
    parts: last.parts.map((part) => {
      const judgement = judgements.get(part.id)
      return {
        id: part.id,
        judgedId: part.carriedFromId ?? part.id,
        kind: part.kind,
        fieldGroup: part.fieldGroup,
        documentKind: part.document?.kind ?? null,
        senderSignatureId: part.senderSignatureId ?? part.document?.senderSignatureId ?? null,
        isAccepted: part.carriedFromId !== null || judgement?.verdict === 'ACCEPTED',
        reasons: judgement?.reasons ?? [],
        correction: judgement?.correction ?? null,
        correctionField: judgement?.correctionField ?? null,
      }
    }),
  }
}
