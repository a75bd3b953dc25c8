import 'server-only'
import { decodingHere } from '@/lib/documents/decoding-here'
import { printError, StartRefusal } from '../start/run-program'

const EXPOSED = 'This system gives decoders no sandbox (docs/vault.md): a hostile file could read the keyring'

/**
 * Warns, in one line on stderr, where a file that takes its decoder over could read the keyring: a command opens files
 * without a portal that would refuse them.
 *
 * @throws StartRefusal where a portal with these settings opens no file
 */
export async function warnOfDecoding(): Promise<void> {
  const found = await decodingHere()
  if (found === 'CLOSED') throw new StartRefusal(`${EXPOSED}. DECODE_WITHOUT_SANDBOX=1 accepts the risk.`)
  if (found !== 'SANDBOXED') printError(`!! ${EXPOSED}.`)
}
