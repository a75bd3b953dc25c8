import 'server-only'
import type { Reading } from '@/lib/checks/reading'
import type { DocumentKind } from '@/lib/db/generated/enums'
import type { SubmissionContent } from '@/lib/qualifications/content'
import { LETTER_SLOTS } from '@/lib/qualifications/draft/letters/draft-letters'
import { letterPictures } from '@/lib/qualifications/draft/letters/letter-pictures'
import { letterPlaces } from '@/lib/qualifications/files/letter-places'
import type { LetterEvidence } from './letter-evidence'
import type { ShownFinding } from './shown-part'

/** Returns what adds to findings in letters on which pages of their files they are. */
export async function placesInLetters(
  content: SubmissionContent,
  readings: ReadonlyMap<string, readonly Reading[]>,
  recognised: readonly Pick<LetterEvidence, 'fileId' | 'page' | 'known'>[],
): Promise<(finding: ShownFinding, kind: DocumentKind | null) => ShownFinding> {
  const pictures = await letterPictures(content, { pages: readings, waiting: [], failed: [] })
  const foreign = recognised.filter(({ known }) => known === 'FOREIGN')
  return (finding, kind) => {
    if (kind === null || !LETTER_SLOTS.has(kind)) return finding
    const filePlaces = letterPlaces({ content, kind, readings, pictures, foreign })(finding.code)
    return filePlaces.length > 0 ? { ...finding, filePlaces } : finding
  }
}
