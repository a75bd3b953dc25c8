import type { DraftContent } from '../answers'
import type { Warning } from '../findings'
import type { Rulebook } from '../rulebook'
import { rulesFor } from '../rules-for'
import { endWarnings } from './ends'
import { sampleTextWarnings } from './sample-texts'
import { signatureNameWarnings } from './signature-names'

/**
 * Returns what the rules permit and a reviewer would probably ask about, in the order of the pages.
 *
 * @param now the database's clock: days are counted in Shanghai
 */
export function warningsOf(rulebook: Rulebook, content: DraftContent, now: Date): Warning[] {
  return [
    ...endWarnings(rulebook, content, now),
    ...signatureNameWarnings(rulesFor(rulebook, content.kind), content),
    ...sampleTextWarnings(content),
  ]
}
