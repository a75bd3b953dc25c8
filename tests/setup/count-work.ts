import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { vi } from 'vitest'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'

/** Counts what a piece of work costs besides its computing. */
type CountedWork = {
  /** Contains BEGIN and COMMIT. */
  statements: number
  transactions: number
  fileFlushes: number
  folderFlushes: number
  /** Files that were given to a decoder's child. */
  decodes: number
}

/** Counts the statements, flushes and decodes of this process while the work is done. */
export async function countWork(work: () => Promise<unknown>): Promise<CountedWork> {
  const counted: CountedWork = { statements: 0, transactions: 0, fileFlushes: 0, folderFlushes: 0, decodes: 0 }
  const handles = await prototypeOfHandles()
  const { sync } = handles
  const { submit } = pg.Query.prototype
  const spies = [
    vi.spyOn(pg.Query.prototype, 'submit').mockImplementation(function (this: pg.Query & { text?: string }, on) {
      counted.statements += 1
      if (this.text === 'BEGIN') counted.transactions += 1
      submit.call(this, on)
    }),
    vi.spyOn(handles, 'sync').mockImplementation(async function (this: typeof handles) {
      if ((await this.stat()).isDirectory()) counted.folderFlushes += 1
      else counted.fileFlushes += 1
      await sync.call(this)
    }),
    vi.spyOn(decoderPool(), 'decode'),
  ]
  try {
    await work()
  } finally {
    counted.decodes = spies.at(-1)?.mock.calls.length ?? 0
    for (const spy of spies) spy.mockRestore()
  }
  return counted
}

async function prototypeOfHandles() {
  const folder = await mkdtemp(join(tmpdir(), 'zhunxin-handle-'))
  const handle = await open(join(folder, 'file'), 'w')
  await handle.close()
  await rm(folder, { recursive: true })
  return Object.getPrototypeOf(handle) as typeof handle
}
