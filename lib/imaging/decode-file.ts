import 'server-only'
import type { FileMediaType } from '@/lib/core/file-formats'
import { decodeHeic } from './decode-heic'
import { decodePdf } from './decode-pdf'
import { decodePicture } from './decode-picture'
import type { DecodeRequest } from './decoder-protocol'
import type { DrawnPage } from './draw'
import { Refused } from './refused'
import type { Room } from './room'

type Decoder = (original: Buffer, request: DecodeRequest, room: Room) => AsyncGenerator<DrawnPage>

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
 * @throws Refused; whatever a decoder throws at what is damaged
 */
export async function* decodeFile(
  original: Buffer,
  request: DecodeRequest,
  room: Room,
): AsyncGenerator<DrawnPage, void, undefined> {
  room.enter()
  for await (const page of DECODERS[request.mediaType](original, request, room)) {
    // Only now: what is broken is to be called broken, however small it is. A PDF has no resolution; its scans have.
    const shortSide = Math.min(page.width, page.height)
    if (request.mediaType !== 'application/pdf' && shortSide < request.minShortSide)
      throw new Refused({ kind: 'TOO_SMALL', shortSide })
    yield page
  }
}
