import 'server-only'
import { DomainError } from '@/lib/core/errors'
import { isolation } from '@/lib/imaging/decoder/decoder-pool'
import { type DecodingHere, judgeDecoding } from '@/lib/imaging/decoder/decoding-rule'

const shared = globalThis as typeof globalThis & { zhunxinDecodingHere?: DecodingHere }

/** Finds out by starting a decoder's place, once where nothing is missing. */
export async function decodingHere(): Promise<DecodingHere> {
  shared.zhunxinDecodingHere = judgeDecoding(await isolation())
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
 * Refuses staff's views where uploads are refused: a child decodes a picture that was drawn of an upload, and that may
 * be as hostile.
 *
 * @throws DomainError VIEWS_CLOSED
 */
export async function requireMarking(): Promise<void> {
  if ((await decodingHere()) === 'CLOSED') throw new DomainError('VIEWS_CLOSED', WHY)
}
