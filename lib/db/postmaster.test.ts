import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { disownLockFile, readPostmaster } from './postmaster'

test('a lock file that comes and goes while it is read is there, or it is not', async () => {
  const cluster = mkdtempSync(path.join(tmpdir(), 'zhunxin-lock-'))
  const file = path.join(cluster, 'postmaster.pid')
  const script = `const fs = require('node:fs')
    for (let n = 0; n < 20000; n += 1) { fs.writeFileSync(${JSON.stringify(file)}, '4711\\n\\n\\n5432\\n/tmp\\n'); fs.rmSync(${JSON.stringify(file)}) }`
  const other = spawn(process.execPath, ['-e', script])
  try {
    let seen = 0
    while (other.exitCode === null) {
      for (let n = 0; n < 500; n += 1) if (readPostmaster(cluster)?.pid === 4711) seen += 1
      disownLockFile(cluster, 1)
      await new Promise(setImmediate)
    }
    expect(seen).toBeGreaterThan(0)
    expect(readPostmaster(cluster)).toBeUndefined()
  } finally {
    if (other.exitCode === null) {
      other.kill()
      await once(other, 'exit')
    }
    rmSync(cluster, { recursive: true })
  }
})
