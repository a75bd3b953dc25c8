import 'server-only'
import type { DecoderPool } from './decoder-pool'

/** Reads what lib/imaging/decoder/decoder-pool.ts and watermark.ts share, once a process. */
const shared = globalThis as typeof globalThis & { zhunxinDecoders?: DecoderPool; zhunxinMarkers?: DecoderPool }

/** Returns how many decoders are busy, and how many files wait for one: of uploads, and of views for staff. */
export function decoderFigures(): { work: 'uploads' | 'views'; busy: number; waiting: number }[] {
  const pools = [['uploads', shared.zhunxinDecoders] as const, ['views', shared.zhunxinMarkers] as const]
  return pools.map(([work, pool]) => ({ work, busy: pool?.busy ?? 0, waiting: pool?.waiting ?? 0 }))
}
