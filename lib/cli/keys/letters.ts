import 'server-only'
import { letterKey } from '@/lib/rulebook/letters/letter-key'
import { printLine } from '../start/run-program'

/** The public key by which the codes on letters are verified: safe to hand to anyone. */
export async function printLetterKey(): Promise<void> {
  const { publicKey } = await letterKey()
  printLine(`  letters: ${Buffer.from(publicKey).toString('base64')}`)
}
