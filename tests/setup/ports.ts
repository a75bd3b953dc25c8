import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** It is below the ports that Linux (32768 and up) and other systems (49152 and up) give to those who connect. */
const FIRST = 16_000
const COUNT = 16_000

let next = process.pid * 101 // workers that start together look in different places

/**
 * Returns a port for a server that starts later. No other test of this run gets it, and no connection is given it
 * meanwhile.
 */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < COUNT; tried += 1) {
    const port = FIRST + (next++ % COUNT)
    if (isFirstToTake(port) && (await isFree(port))) return port
  }
  throw new Error('No port is free')
}

/** A run has a folder for its temporary files (scripts/test/run-folders.mjs). */
function isFirstToTake(port: number): boolean {
  const taken = path.join(tmpdir(), 'ports')
  mkdirSync(taken, { recursive: true })
  try {
    writeFileSync(path.join(taken, `${port}`), '', { flag: 'wx' })
    return true
  } catch {
    return false
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, () => server.close(() => resolve(true))) // on every address
  })
}
