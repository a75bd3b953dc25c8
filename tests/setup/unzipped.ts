import { crc32, inflateRawSync } from 'node:zlib'

/**
 * Returns the content of a ZIP by path, read from its directory as an unpacker reads it (APPNOTE 6.3.10): each entry is
 * checked against its length and its CRC.
 *
 * @throws Error when it is cut off, or an entry differs from the directory
 */
export function unzipped(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0) throw new Error('It has no end')
  const entries = new Map<string, Buffer>()
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== 0x02014b50) throw new Error('No directory entry')
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset))
    const path = zip.subarray(at + 46, at + 46 + (nameLength ?? 0)).toString()
    if (entries.has(path)) throw new Error(`Twice: ${path}`)
    entries.set(path, contentOf(zip, at, path))
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0)
  }
  return entries
}

function contentOf(zip: Buffer, entry: number, path: string): Buffer {
  const local = zip.readUInt32LE(entry + 42)
  if (zip.readUInt32LE(local) !== 0x04034b50) throw new Error(`Not where its directory says: ${path}`)
  const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
  const packed = zip.subarray(begin, begin + zip.readUInt32LE(entry + 20))
  const content = zip.readUInt16LE(entry + 10) === 8 ? inflateRawSync(packed) : packed
  if (content.length !== zip.readUInt32LE(entry + 24)) throw new Error(`Not whole: ${path}`)
  if (crc32(content) !== zip.readUInt32LE(entry + 16)) throw new Error(`Damaged: ${path}`)
  return content
}
