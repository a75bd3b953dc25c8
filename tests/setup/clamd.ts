import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { PATIENCE } from './patience.mjs'

const PROGRAM = '/usr/sbin/clamd'

/** `npm test` installs it where it may: see scripts/test/servers.mjs. */
export const hasClamd = existsSync(PROGRAM)

/**
 * The test virus is in two parts, so that no scanner removes this file.
 * https://www.eicar.org/download-anti-malware-testfile/
 */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}', '$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('')

export const MAX_BYTES = 1024 * 1024

/** Starts a clamd that knows one virus and accepts no more than MAX_BYTES. */
export async function startClamd() {
  const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-clamd-'))
  const [socket, log, database] = ['socket', 'log', 'database'].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ]
  mkdirSync(database)
  writeFileSync(path.join(database, 'own.ndb'), `Own.Eicar:0:*:${Buffer.from(EICAR).toString('hex')}\n`)
  const settings = ['Foreground yes', `LocalSocket ${socket}`, `DatabaseDirectory ${database}`, `LogFile ${log}`]
  writeFileSync(path.join(folder, 'conf'), [...settings, `StreamMaxLength ${MAX_BYTES}`, ''].join('\n'))
  const server = spawn(PROGRAM, ['-c', path.join(folder, 'conf')], { stdio: 'ignore' })
  for (let tries = 0; !existsSync(socket); tries += 1) {
    if (server.exitCode !== null || tries > PATIENCE / 50)
      throw new Error(existsSync(log) ? readFileSync(log, 'utf8') : 'No clamd')
    await sleep(50)
  }
  return {
    socket,
    stop() {
      server.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
