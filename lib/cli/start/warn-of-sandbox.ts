import 'server-only'
import { logBug } from '@/lib/core/log'
import { decodingHere } from '@/lib/documents/decoding-here'
import type { DecodingHere } from '@/lib/imaging/decoder/decoding-rule'
import { printLine } from './run-program'

const THEREFORE: Readonly<Record<Exclude<DecodingHere, 'SANDBOXED'>, string>> = {
  CLOSED:
    'Uploads are refused, and staff see no documents, until that is fixed, or DECODE_WITHOUT_SANDBOX=1 accepts the risk.',
  ALLOWED_BY_OPERATOR: 'Uploads are accepted all the same, since DECODE_WITHOUT_SANDBOX=1 says so.',
  ALONE_ON_THIS_MACHINE:
    'Uploads are accepted, since only this machine reaches the portal: don’t upload anything real.',
}

/**
 * Warns where a file that takes its decoder over could read the keyring, and says what follows. To find out takes
 * seconds on such a system: the portal serves meanwhile.
 */
export function warnOfSandbox(): void {
  decodingHere().then(warn, (error: unknown) => logBug(error, { room: 'imaging' }))
}

function warn(found: DecodingHere): void {
  if (found === 'SANDBOXED') return
  printLine(
    '!! This system gives decoders no sandbox: a hostile file could read the keyring. docs/vault.md says what is missing.',
  )
  printLine(`!! ${THEREFORE[found]}`)
}
