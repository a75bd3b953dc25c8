import 'server-only'
import type { FileMediaType } from '@/lib/core/file-formats'
import { decodeHeic } from './decode-heic'
import { decodePdf } from './decode-pdf'
import { decodePicture } from './decode-picture'
import type { DecodeRequest } from './decoder-protocol'
import type { DrawnPage } from './draw'
import type { Room } from './room'

type Decoder = (original: Buffer, request: DecodeRequest, room: Room) => AsyncGenerator<DrawnPage>

const DECODERS: Readonly<Record<FileMediaType, Decoder>> = {
  'image/jpeg': decodePicture,
  'image/png': decodePicture,
  'image/webp': decodePicture,
  'image/heic': decodeHeic,
  'application/pdf': decodePdf,
}

/** Decodes a file, page by page. Runs in a decoder child only. */
export function decodeFile(original: Buffer, request: DecodeRequest, room: Room): AsyncGenerator<DrawnPage> {
  room.enter()
  return DECODERS[request.mediaType](original, request, room)
}
