import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { newId } from '@/lib/core/ids'
import type { Part } from './parts'

const folder = vi.hoisted(() => ({ data: '' }))
folder.data = mkdtempSync(join(tmpdir(), 'zhunxin-parts-'))
vi.stubEnv('ZHUNXIN_DATA', folder.data)
const { readParts, readPartsRange, writePart } = await import('./parts')
const { writeBlob } = await import('./vault')

afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(folder.data, { recursive: true })
})

const key = randomBytes(32)
const pathOf = ({ id }: Part) => join(folder.data, 'blobs', id.slice(-2), id)

/** Stores a file in parts of these sizes. */
async function aFile(sizes: readonly number[], under = key): Promise<{ parts: Part[]; plaintext: Buffer }> {
  const plaintext = randomBytes(sizes.reduce((sum, size) => sum + size, 0))
  const parts: Part[] = []
  let position = 0
  for (const size of sizes) {
    const id = newId()
    const bytes = plaintext.subarray(position, position + size)
    await writePart(id, under, { position, total: plaintext.length }, bytes)
    parts.push({ id, size })
    position += size
  }
  return { parts, plaintext }
}

const read = async (parts: readonly Part[]) => buffer(await readParts(parts, key))

/** Three parts of one length, of which two could be swapped if they were not told apart. */
const ALIKE = [40_000, 40_000, 40_000] as const
const at = (parts: readonly Part[], place: number) => parts[place] as Part

test.each([[[1, 1]], [[1_048_576, 12_345]], [[16_384, 16_384, 16_384, 1]], [ALIKE]])(
  'parts of %j come back',
  async (sizes) => {
    const { parts, plaintext } = await aFile(sizes)
    expect((await read(parts)).equals(plaintext)).toBe(true)
  },
)

test('a blob that is a whole file is read as a file of one part', async () => {
  const [id, plaintext] = [newId(), randomBytes(50_000)]
  await writeBlob({ id, key, plaintext })
  const parts = [{ id, size: plaintext.length }]
  expect((await read(parts)).equals(plaintext)).toBe(true)
  expect(await buffer(await readPartsRange(parts, key, { start: 7, end: 20_000 }))).toEqual(
    plaintext.subarray(7, 20_001),
  )
})

test.each([
  [0, 0],
  [39_999, 40_000],
  [40_000, 79_999],
  [10, 119_999],
  [119_999, 119_999],
])('bytes %i to %i come from the parts that hold them', async (start, end) => {
  const { parts, plaintext } = await aFile(ALIKE)
  expect(await buffer(await readPartsRange(parts, key, { start, end }))).toEqual(plaintext.subarray(start, end + 1))
})

test('what is not within the file is refused', async () => {
  const { parts } = await aFile(ALIKE)
  for (const range of [
    { start: 0, end: 120_000 },
    { start: -1, end: 5 },
    { start: 6, end: 5 },
  ])
    await expect(readPartsRange(parts, key, range)).rejects.toThrow(RangeError)
})

describe('does not pass', () => {
  test.each<[string, (parts: Part[], other: Part[]) => Part[] | undefined]>([
    ['the first dropped', (parts) => parts.slice(1)],
    ['one in the middle dropped', ([first, , last]) => [first as Part, last as Part]],
    ['the last dropped', (parts) => parts.slice(0, -1)],
    ['all but the first dropped', (parts) => parts.slice(0, 1)],
    ['two swapped', ([first, second, third]) => [second as Part, first as Part, third as Part]],
    ['one twice', ([first, second]) => [first as Part, second as Part, second as Part]],
    ['one added', (parts, other) => [...parts, at(other, 0)]],
    ['one of another file', (parts, other) => [at(parts, 0), at(other, 1), at(parts, 2)]],
    ['another length of one', (parts) => [{ ...at(parts, 0), size: 39_999 }, ...parts.slice(1)]],
    [
      'bytes of one moved to another',
      ([first, second, third]) => [
        { ...(first as Part), size: 39_999 },
        { ...(second as Part), size: 40_001 },
        third as Part,
      ],
    ],
  ])('a file with %s', async (_, change) => {
    const [{ parts }, other] = [await aFile(ALIKE), await aFile(ALIKE, randomBytes(32))]
    const changed = change(parts, other.parts) ?? []
    await expect(read(changed)).rejects.toMatchObject({ name: 'BlobBrokenError' })
    const total = changed.reduce((sum, { size }) => sum + size, 0)
    const whole = async () => buffer(await readPartsRange(changed, key, { start: 0, end: total - 1 }))
    await expect(whole()).rejects.toMatchObject({ name: 'BlobBrokenError' })
  })

  test.each<[string, (parts: Part[], others: Part[]) => void, string]>([
    ['a bit flipped', (parts) => flip(pathOf(at(parts, 1))), 'BlobBrokenError'],
    [
      'one cut',
      (parts) => writeFileSync(pathOf(at(parts, 1)), readFileSync(pathOf(at(parts, 1))).subarray(0, 20_000)),
      'BlobBrokenError',
    ],
    ['two swapped in the store', (parts) => swap(pathOf(at(parts, 0)), pathOf(at(parts, 1))), 'BlobBrokenError'],
    [
      'one of another file in its place',
      (parts, others) => copyFileSync(pathOf(at(others, 1)), pathOf(at(parts, 1))),
      'BlobBrokenError',
    ],
    ['one gone', (parts) => rmSync(pathOf(at(parts, 1))), 'BlobMissingError'],
  ])('a store with %s', async (_, spoil, name) => {
    const [{ parts }, others] = [await aFile(ALIKE), await aFile(ALIKE, randomBytes(32))]
    spoil(parts, others.parts)
    await expect(read(parts)).rejects.toMatchObject({ name })
  })
})

function flip(path: string): void {
  const bytes = readFileSync(path)
  bytes.writeUInt8(bytes.readUInt8(5_000) ^ 1, 5_000)
  writeFileSync(path, bytes)
}

function swap(one: string, other: string): void {
  const bytes = readFileSync(one)
  copyFileSync(other, one)
  writeFileSync(other, bytes)
}
