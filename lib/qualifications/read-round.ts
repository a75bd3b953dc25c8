import 'server-only'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import { toldReasons } from '@/lib/rulebook/reasons'
import { reasonsOf } from '@/lib/rulebook/registry'
import type { SubmissionContent } from './content'
import { type Round, taskOfPart } from './refusals'
import { notePlace } from './sealed'

/**
 * What was concluded on a submission and which of its parts were refused, as its applicant is told: never by whom.
 * Null while nothing was concluded.
 *
 * @param key of its qualification
 * @param handedIn the submission, opened
 * @param draft where the signatures are looked up now; the submission itself when there is no draft
 */
export async function readRound(
  submissionId: string,
  key: Uint8Array,
  handedIn: SubmissionContent,
  draft: SubmissionContent = handedIn,
): Promise<Round | null> {
  const decision = await database().decision.findFirst({
    where: { submissionId },
    orderBy: { look: 'desc' },
    include: {
      submission: { select: { revision: true } },
      judgements: {
        where: { verdict: 'REFUSED' },
        orderBy: { part: { position: 'asc' } },
        include: { part: { include: { document: true } } },
      },
    },
  })
  if (!decision) return null
  const catalogue = await reasonsOf(decision.reasonsVersion)
  const refusals = decision.judgements.map(({ partId, part, noteSealed, reasons, mend, mendField }) => {
    const signatureId = part.senderSignatureId ?? part.document?.senderSignatureId ?? null
    const signatureText = handedIn.signatures.find(({ id }) => id === signatureId)?.text ?? null
    const documentKind = part.document?.kind ?? null
    return {
      partId,
      task: taskOfPart(handedIn.kind, { ...part, documentKind }),
      kind: part.kind,
      fieldGroup: part.fieldGroup,
      documentKind,
      signatureText,
      senderSignatureId: signatureId === null ? null : idIn(draft, handedIn, signatureId),
      reasons: toldReasons(catalogue, reasons),
      mend,
      mendField,
      note: noteSealed ? open(key, notePlace(decision.id, partId), noteSealed) : null,
    }
  })
  const { outcome, decidedAt, submission } = decision
  return { outcome, decidedAt, revision: submission.revision, refusals }
}

/** Ids are new in each revision: a signature is known again by the one that it was filled from. */
function idIn(draft: SubmissionContent, handedIn: SubmissionContent, signatureId: string): string | null {
  const found = draft.signatures.find(({ id, previousId }) => (draft === handedIn ? id : previousId) === signatureId)
  return found?.id ?? null
}
