import 'server-only'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { isolation } from '@/lib/imaging/decoder/decoder-pool'
import { couldReachPortal } from '@/lib/imaging/decoder/isolation'

/**
 * Says whether files of others are opened here. A file that takes its decoder over can do what the decoder can; where that
 * includes reading the keyring, only a portal that nobody else reaches opens files, or one whose operator wants it so.
 */
export type DecodingHere = 'SANDBOXED' | 'ALONE_ON_THIS_MACHINE' | 'ALLOWED_BY_OPERATOR' | 'CLOSED'

const shared = globalThis as typeof globalThis & { zhunxinDecodingHere?: DecodingHere }

/** Finds out by starting a decoder's place, once where nothing is missing. */
export async function decodingHere(): Promise<DecodingHere> {
  const isExposed = couldReachPortal(await isolation())
  const { isLoopback, DECODE_WITHOUT_SANDBOX: isAllowed } = env()
  shared.zhunxinDecodingHere = !isExposed
    ? 'SANDBOXED'
    : isLoopback
      ? 'ALONE_ON_THIS_MACHINE'
      : isAllowed === '1'
        ? 'ALLOWED_BY_OPERATOR'
        : 'CLOSED'
  return shared.zhunxinDecodingHere
}

/** Returns what was found last, for pages, which don't wait for it; undefined before the first time. */
export const lastDecodingHere = (): DecodingHere | undefined => shared.zhunxinDecodingHere

const WHY = 'Decoders could read the keyring'

/** @throws DomainError UPLOADS_CLOSED where no file may be opened */
export async function requireDecoding(): Promise<void> {
  if ((await decodingHere()) === 'CLOSED') throw new DomainError('UPLOADS_CLOSED', WHY)
}

/**
 * Refuses staff's views where uploads are refused: a child decodes a picture that was drawn of an upload, and that may be
 * as hostile.
 *
 * @throws DomainError VIEWS_CLOSED
 */
export async function requireMarking(): Promise<void> {
  if ((await decodingHere()) === 'CLOSED') throw new DomainError('VIEWS_CLOSED', WHY)
}
