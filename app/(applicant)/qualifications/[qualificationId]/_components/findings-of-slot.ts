import type { DraftSlot } from '@/lib/qualifications/draft/read-draft'
import type { Finding, FindingPlace } from '@/lib/rulebook/findings'

/** Lists the findings that the card shows above already, as a refusal or as a letter to sign again. */
const SAID: readonly Finding['code'][] = ['NOT_CORRECTED', 'LETTER_OUTDATED']

/**
 * Returns what is doubtful in a slot, that its pages are those of the renewed qualification, and which of its pages
 * have to go.
 */
export const findingsOfSlot = (findings: readonly Finding[], held: Pick<DraftSlot, 'slot' | 'senderSignatureId'>) =>
  findings
    .filter(
      ({ severity, code, params }) =>
        (severity !== 'block' && !SAID.includes(code)) || code === 'LETTER_WRONG_PARTY' || params.added,
    )
    .filter(({ place }) => isPlaceOf(held, place))

const isPlaceOf = ({ slot, senderSignatureId }: Pick<DraftSlot, 'slot' | 'senderSignatureId'>, place: FindingPlace) =>
  place.on === 'DOCUMENT' && place.kind === slot.kind && place.senderSignatureId === senderSignatureId
