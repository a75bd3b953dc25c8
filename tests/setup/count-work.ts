import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { statementsOf } from './statements'

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
  const sync = Reflect.get(handles, 'sync') as (this: typeof handles) => Promise<void>
  const spies = [
    vi.spyOn(handles, 'sync').mockImplementation(async function (this: typeof handles) {
      if ((await this.stat()).isDirectory()) counted.folderFlushes += 1
      else counted.fileFlushes += 1
      await sync.call(this)
    }),
    vi.spyOn(decoderPool(), 'decode'),
  ]
  try {
    const statements = await statementsOf(work)
    counted.statements = statements.length
    counted.transactions = statements.filter((one) => one === 'BEGIN').length
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
