import 'server-only'
import { MINUTE } from '@/lib/core/clock'
import { DecoderPool } from './decoder/decoder-pool'
import type { Original } from './decoder/decoder-process'

/**
 * Holds a pool that is reserved for staff's views. Its children read no file but our own: one that a hostile upload
 * took over sees no other's document, and a reviewer does not wait for uploads. They stay for a while, as their first
 * mark is their slowest.
 */
const shared = globalThis as typeof globalThis & { zhunxinMarkers?: DecoderPool }

export function markerPool(): DecoderPool {
  shared.zhunxinMarkers ??= new DecoderPool({ idleMs: 10 * MINUTE, maxWaitingEach: 32 })
  return shared.zhunxinMarkers
}

/** Limits a line, in UTF-16 code units: a name may have any length. */
const LONGEST_LINE = 40

/**
 * Writes lines into the pixels of a JPEG of ours, in a child.
 *
 * @param lines may contain people's names: control and bidirectional characters are omitted
 * @param viewer who shares the queue fairly
 * @throws DomainError TRY_AGAIN when too much is marked at once; any error of reading it
 */
export async function watermark(jpeg: Original, lines: readonly string[], viewer: string): Promise<Buffer> {
  const { message, body } = await markerPool().decode({ kind: 'MARK', lines: lines.map(writable) }, jpeg, viewer)
  if (message.kind !== 'MARKED') throw new Error(`The watermark was answered with ${message.kind}`)
  return body
}

function writable(line: string): string {
  return line
    .replace(/[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Bidi_Control}\u2028\u2029]/gu, '')
    .slice(0, LONGEST_LINE)
    .replace(/[\uD800-\uDBFF]$/, '')
}
