import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { readBlob, writeBlob } from '@/lib/storage/vault'
import { figure, inTurn, print } from './figures'

const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-bench-'))
process.env.ZHUNXIN_DATA = folder
afterAll(() => {
  print()
  rmSync(folder, { recursive: true, force: true })
})

const FILES = 12
const key = randomBytes(32)

/** One file, one fsync. */
async function plainWrite(name: string, bytes: Buffer) {
  const file = await open(path.join(folder, name), 'w')
  await file.write(bytes)
  await file.sync()
  await file.close()
}

test.each([
  ['100 kB', 100_000],
  ['1.4 MB', 1_440_000],
  ['10 MB', 10_000_000],
])('vault %s', async (label, size) => {
  const bytes = randomBytes(size)
  const ids = Array.from({ length: FILES }, newId)
  let written: string[] = []
  const write = await inTurn(
    async () => {
      written = Array.from({ length: FILES }, newId)
      for (const id of written) await writeBlob({ id, key, plaintext: bytes })
    },
    async () => {
      for (const id of ids) await plainWrite(id, bytes)
    },
  )
  const read = await inTurn(
    async () => {
      for (const id of written) await buffer(await readBlob({ id, key }))
    },
    async () => {
      for (const id of ids) await readFile(path.join(folder, id))
    },
  )
  const rate = (seconds: number) => (FILES * size) / 1e6 / seconds
  figure(`store, ${label}: share of plain write`, write.limit / write.ours, '', { goal: 0.5 })
  figure(`store, ${label}`, rate(write.ours), 'MB/s', { baseline: rate(write.limit) })
  figure(`read, ${label}`, rate(read.ours), 'MB/s', { baseline: rate(read.limit) })
})
