import { Readable } from 'node:stream'
import type { Original } from '../decoder/decoder-process'
import { type FileLimits, type InspectedFile, inspectFile, type PageImages } from '../inspect-file'
import { HEAD_LENGTH } from '../sniff'

const PIECE = 64 * 1024

/** Wraps bytes in memory as an original, for tests. */
export const originalOf = (bytes: Buffer): Original => ({
  size: bytes.length,
  open: async () => Readable.from(piecesOf(bytes)),
})

function* piecesOf(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE)
}

/** Inspects a file of bytes, with its pages, for tests. */
export async function inspectBytes(
  bytes: Buffer,
  limits: FileLimits,
): Promise<InspectedFile & { pages: PageImages[] }> {
  const pages: PageImages[] = []
  const file = { ...originalOf(bytes), sender: 'sender', head: bytes.subarray(0, HEAD_LENGTH) }
  const inspected = await inspectFile(file, limits, async (page) => {
    pages.push(page)
  })
  return { ...inspected, pages }
}
