import 'server-only'
import { systemKey } from '@/lib/crypto/data-keys'
import { type LetterSigner, letterSigner } from './letter-code'

/** Returns the key that signs the codes on this portal's letters: random, and wrapped as every other. */
export const letterKey = async (): Promise<LetterSigner> => letterSigner(await systemKey('LETTERS'))
