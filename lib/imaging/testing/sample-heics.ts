import { realFile } from './sample-images'

/** The first item of `good-files/heic-photo.heic`, which has one extent, from its base offset on. */
const TILE = { width: 1_280, height: 854 }

/**
 * Makes a HEIC of any size, as telephones make large ones: a grid of tiles, here each the same photograph, cut where
 * the size ends (ISO/IEC 23008-12, 6.6.2.3).
 */
export function heicOf(width: number, height: number): Buffer {
  const photograph = realFile('good-files/heic-photo.heic')
  const configuration = boxAt(photograph, photograph.indexOf('hvcC') - 4)
  const iloc = photograph.indexOf('iloc')
  const [offset, length] = [photograph.readUInt32BE(iloc + 16), photograph.readUInt32BE(iloc + 26)]
  const tile = photograph.subarray(offset, offset + length)

  const [columns, rows] = [Math.ceil(width / TILE.width), Math.ceil(height / TILE.height)]
  const tiles = Array.from({ length: columns * rows }, (_, at) => at + 2)
  const grid = Buffer.concat([Buffer.of(0, 0, rows - 1, columns - 1), u16(width), u16(height)])
  const items = [1, ...tiles]

  const ftyp = box('ftyp', Buffer.from('heic\0\0\0\0mif1heic'))
  const metaAt = (dataAt: number) =>
    fullBox(
      'meta',
      fullBox('hdlr', Buffer.alloc(4), Buffer.from('pict'), Buffer.alloc(13)),
      fullBox('pitm', u16(1)),
      fullBox(
        'iloc',
        Buffer.of(0x44, 0),
        u16(items.length),
        ...items.map((id) => {
          const [at, size] = id === 1 ? [dataAt, grid.length] : [dataAt + grid.length, tile.length]
          return Buffer.concat([u16(id), u16(0), u16(1), u32(at), u32(size)])
        }),
      ),
      fullBox(
        'iinf',
        u16(items.length),
        ...items.map((id) =>
          versioned('infe', 2, u16(id), u16(0), Buffer.from(id === 1 ? 'grid' : 'hvc1'), Buffer.of(0)),
        ),
      ),
      fullBox('iref', box('dimg', u16(1), u16(tiles.length), ...tiles.map(u16))),
      box(
        'iprp',
        box(
          'ipco',
          configuration,
          fullBox('ispe', u32(TILE.width), u32(TILE.height)),
          fullBox('ispe', u32(width), u32(height)),
        ),
        fullBox(
          'ipma',
          u32(items.length),
          ...items.map((id) => Buffer.concat([u16(id), id === 1 ? Buffer.of(1, 3) : Buffer.of(2, 0x81, 2)])),
        ),
      ),
    )
  const dataAt = ftyp.length + metaAt(0).length + 8
  return Buffer.concat([ftyp, metaAt(dataAt), box('mdat', grid, tile)])
}

const u16 = (value: number) => {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
const box = (type: string, ...content: Buffer[]) => {
  const body = Buffer.concat(content)
  return Buffer.concat([u32(body.length + 8), Buffer.from(type), body])
}
const versioned = (type: string, version: number, ...content: Buffer[]) =>
  box(type, Buffer.of(version, 0, 0, 0), ...content)
const fullBox = (type: string, ...content: Buffer[]) => versioned(type, 0, ...content)
const boxAt = (bytes: Buffer, at: number) => bytes.subarray(at, at + bytes.readUInt32BE(at))
