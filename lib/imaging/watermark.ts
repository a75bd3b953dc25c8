import 'server-only'
import { MINUTE } from '@/lib/core/clock'
import { DecoderPool } from './decoder/decoder-pool'
import type { Original } from './decoder/decoder-process'

const shared = globalThis as typeof globalThis & { zhunxinMarkers?: DecoderPool }

/**
 * Returns the pool for staff's views, who don't wait for uploads. A child marks pages of one case: they were drawn by a
 * child that a hostile upload may have taken over, and may take this one over. The one that was started ahead stays for
 * a while, for the next case.
 */
export function markerPool(): DecoderPool {
  shared.zhunxinMarkers ??= new DecoderPool({
    idleMs: 2 * MINUTE,
    spareMs: 10 * MINUTE,
    maxWaitingEach: 32,
    isForMarks: true,
  })
  return shared.zhunxinMarkers
}

/** Limits a line, in UTF-16 code units: a name may have any length. */
const LONGEST_LINE = 40

/**
 * Writes lines into the pixels of a rendition, in a child that has seen no rendition of another case.
 *
 * @param lines may contain people's names: control and bidirectional characters are omitted
 * @param whose names the case, and the viewer, who shares the queue fairly
 * @throws DomainError TRY_AGAIN when too much is marked at once; any error of reading it
 */
export async function watermark(
  jpeg: Original,
  lines: readonly string[],
  { caseId, viewerId }: { readonly caseId: string; readonly viewerId: string },
): Promise<Buffer> {
  const whose = { owner: caseId, sender: viewerId }
  const { message, body } = await markerPool().decode({ kind: 'MARK', lines: lines.map(writable) }, jpeg, whose)
  if (message.kind !== 'MARKED') throw new Error(`The watermark was answered with ${message.kind}`)
  return body
}

function writable(line: string): string {
  return line
    .replace(/[\p{Cc}\p{Cs}\p{Co}\p{Cn}\p{Bidi_Control}\u2028\u2029]/gu, '')
    .slice(0, LONGEST_LINE)
    .replace(/[\uD800-\uDBFF]$/, '')
}
