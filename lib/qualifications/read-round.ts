import 'server-only'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import { shownReasons } from '@/lib/rulebook/reasons'
import { reasonsOf } from '@/lib/rulebook/registry'
import type { SubmissionContent } from './content'
import { placeOf } from './outlined-place'
import { type Round, taskOfPart } from './refusals'
import { notePlace } from './sealed'
import { turnsOfPlaces } from './turned-places'

/**
 * Returns the decision on a submission and its refused parts, as its applicant sees them: without the reviewer. Null
 * before the decision.
 *
 * @param key the key of its qualification
 * @param submitted the opened submission
 * @param draft the draft in which the signatures are looked up; the submission itself when there is no draft
 */
export async function readRound(
  submissionId: string,
  key: Uint8Array,
  submitted: SubmissionContent,
  draft: SubmissionContent = submitted,
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
  const turnOf = await turnsOfPlaces(decision.judgements.map(placeOf))
  const refusals = decision.judgements.map(({ partId, part, noteSealed, reasons, ...row }) => {
    const { correction, correctionField } = row
    const signatureId = part.senderSignatureId ?? part.document?.senderSignatureId ?? null
    const signatureText = submitted.signatures.find(({ id }) => id === signatureId)?.text ?? null
    const documentKind = part.document?.kind ?? null
    return {
      partId,
      task: taskOfPart(submitted.kind, { ...part, documentKind, correctionField }),
      kind: part.kind,
      fieldGroup: part.fieldGroup,
      documentKind,
      signatureText,
      senderSignatureId: signatureId === null ? null : idIn(draft, submitted, signatureId),
      reasons: shownReasons(catalogue, reasons),
      correction,
      correctionField,
      note: noteSealed ? open(key, notePlace(decision.id, partId), noteSealed) : null,
      place: placeOf(row),
      turned: turnOf(placeOf(row)),
    }
  })
  const { outcome, decidedAt, submission } = decision
  return { outcome, decidedAt, revision: submission.revision, refusals }
}

/**
 * Returns the id of a submitted signature in the draft. Ids are new in each revision: a signature names the row it was
 * copied from.
 */
function idIn(draft: SubmissionContent, submitted: SubmissionContent, signatureId: string): string | null {
  const found = draft.signatures.find(({ id, previousId }) => (draft === submitted ? id : previousId) === signatureId)
  return found?.id ?? null
}
