import 'server-only'
import sharp from 'sharp'
import type { DecodeRequest } from './decoder/decoder-protocol'
import type { MemoryBudget } from './decoder/memory-budget'
import { type DrawnPage, draw } from './draw'
import { Refused } from './refused'
import { instantiate } from './wasm'

const WASM = 'libheif-js/libheif-wasm/libheif.wasm'

/** libheif has a picture's planes and pixels in memory at once: above this size, a child has little room left. */
const HEAVY = 4_000_000

/** Types libheif's answer, which is `any`. A stride may be longer than a row. */
type Decoded = { width: number; height: number; channels?: { stride: number; data: Uint8Array }[] }

/**
 * Decodes the primary picture of a HEIC file and draws it again, upright as its own boxes say. Pixels are counted
 * before the first is decoded.
 *
 * @throws Refused; any error that Emscripten throws when memory is exhausted
 */
export async function* decodeHeic(
  original: Buffer,
  request: DecodeRequest,
  room: MemoryBudget,
): AsyncGenerator<DrawnPage> {
  room.need(false)
  // Loaded here, since most children see no HEIC file: a start is cheaper without it.
  const { default: libheif } = await import('libheif-js/libheif-wasm/libheif.js')
  const heif = libheif({ instantiateWasm: instantiate(WASM) })
  const context = heif.heif_context_alloc()
  // Typed as a string, and taken as bytes.
  const read = heif.heif_context_read_from_memory(context, original as unknown as string)
  if (read.code !== heif.heif_error_code.heif_error_Ok) throw new Refused({ kind: 'BROKEN' })
  const handle = heif.heif_js_context_get_primary_image_handle(context)
  if (!handle || handle.code) throw new Refused({ kind: 'BROKEN' })

  const pixels = heif.heif_image_handle_get_width(handle) * heif.heif_image_handle_get_height(handle)
  if (pixels > request.maxPixels) throw new Refused({ kind: 'TOO_MANY_PIXELS', pixels })
  room.need(pixels > HEAVY)

  const hasAlpha = heif.heif_image_handle_has_alpha_channel(handle) !== 0
  const { heif_chroma_interleaved_RGB: rgb, heif_chroma_interleaved_RGBA: rgba } = heif.heif_chroma
  const chroma = hasAlpha ? rgba : rgb
  const decoded: Decoded = heif.heif_js_decode_image2(handle, heif.heif_colorspace.heif_colorspace_RGB, chroma)
  const [channel] = decoded.channels ?? []
  if (!channel) throw new Refused({ kind: 'BROKEN' })

  const { width, height } = decoded
  const channels = hasAlpha ? 4 : 3
  const rows = packed(channel, width * channels, height)
  yield { width, height, ...(await draw(sharp(rows, { raw: { width, height, channels } }))) }
}

/** Removes the gaps between rows in place: a second copy is more than a child has memory for. */
function packed({ data, stride }: { data: Uint8Array; stride: number }, row: number, height: number): Uint8Array {
  if (stride !== row) for (let y = 1; y < height; y++) data.copyWithin(y * row, y * stride, y * stride + row)
  return data.subarray(0, row * height)
}
