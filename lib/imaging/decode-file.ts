import 'server-only'
import type { FileMediaType } from '@/lib/core/files/file-formats'
import { decodeHeic } from './decode-heic'
import { decodePicture } from './decode-picture'
import type { DecodeRequest } from './decoder/decoder-protocol'
import type { MemoryBudget } from './decoder/memory-budget'
import type { DrawnPage } from './draw'
import { decodePdf } from './pdf/decode-pdf'
import { Refused } from './refused'

type Decoder = (original: Buffer, request: DecodeRequest, room: MemoryBudget) => AsyncGenerator<DrawnPage>

const DECODERS: Readonly<Record<FileMediaType, Decoder>> = {
  'image/jpeg': decodePicture,
  'image/png': decodePicture,
  'image/webp': decodePicture,
  'image/heic': decodeHeic,
  'application/pdf': decodePdf,
}

/**
 * Decodes a file, page by page. Runs in a decoder child only.
 *
 * @throws Refused; any error that a decoder throws at damaged content
 */
export async function* decodeFile(
  original: Buffer,
  request: DecodeRequest,
  room: MemoryBudget,
): AsyncGenerator<DrawnPage, void, undefined> {
  room.enter()
  for await (const page of DECODERS[request.mediaType](original, request, room)) {
    // Checked last: a broken file is called broken, of any size. A PDF has no resolution; its scans have.
    const shortSide = Math.min(page.width, page.height)
    if (request.mediaType !== 'application/pdf' && shortSide < request.minShortSide)
      throw new Refused({ kind: 'TOO_SMALL', shortSide })
    yield page
  }
}
