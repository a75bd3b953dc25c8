import type { LetterPage } from '@/lib/checks/letter/letter-page'
import type { Reading } from '@/lib/checks/reading'
import { type LetterCode, type LetterSigner, readLetterCode } from './letter-code'

/** A picture that should show a page of a letter: what was recognised in it, and of which letter and page it is. */
export type LetterPicture = {
  /** Null in readings of earlier versions, which looked for the code alone. */
  readonly letter: LetterPage | null
  /** Holds what its code says; null where none was read, or this portal did not sign it. */
  readonly said: LetterCode | null
}

/** Returns of which letter and page a picture is. Nothing else reads the code in a photograph. */
export function letterPicture(
  { letter, fields }: Pick<Reading, 'letter' | 'fields'>,
  signer: Pick<LetterSigner, 'publicKey'>,
): LetterPicture {
  const text = letter ? letter.code?.text : fields.qr?.value
  return { letter: letter ?? null, said: text === undefined ? null : readLetterCode(text, signer) }
}
