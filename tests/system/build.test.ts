import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mayEverything } from '@/lib/imaging/testing/in-decoders-place'
import { namesBuilt, namesOfBuild } from '@/scripts/prepare/app.mjs'
import { watch } from '@/tests/setup/portal'

const NOBODY = 65_534
const PORT = '3000'
const ADDRESS = `http://127.0.0.1:${PORT}` // in a network of its own

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-built-'))
  chmodSync(folder, 0o755)
  mkdirSync(path.join(folder, 'source'))
  for (const name of ['data', 'stale-data']) {
    mkdirSync(path.join(folder, name), { mode: 0o700 })
    chownSync(path.join(folder, name), NOBODY, NOBODY)
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the build has the names of its sources', () => {
  const { key, id } = namesOfBuild({})
  expect(namesBuilt()).toEqual({ key, id })
})

/**
 * Runs `npm start` of the built tree as a service does: under another account without a capability, with a mount of the
 * sources that nobody can write to, in a network that has only this process. `change` is applied to the sources first,
 * below a mount of its own.
 */
function startClosed(data: string, change = 'true') {
  const source = path.join(folder, 'source')
  const script = `
    mount --bind "$PWD" ${source}
    ${change}
    mount -o remount,bind,ro ${source}
    ip link set lo up
    exec setpriv --reuid=${NOBODY} --regid=${NOBODY} --clear-groups --inh-caps=-all --bounding-set=-all \\
      "${process.execPath}" ${source}/scripts/start.mjs`
  const child = spawn('unshare', ['--mount', '--net', 'sh', '-ec', script], {
    env: { NODE_ENV: 'production', PATH: process.env.PATH, PORT, ZHUNXIN_DATA: path.join(folder, data) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return watch(child, { url: ADDRESS, address: ADDRESS })
}

/** Runs a program in that process's namespaces. */
const beside = (pid: number, ...program: string[]) =>
  execFileSync('nsenter', ['--target', `${pid}`, '--mount', '--net', ...program], { encoding: 'utf8', stdio: 'pipe' })

const fetched = (pid: number, place: string) =>
  beside(
    pid,
    process.execPath,
    '-e',
    `fetch('${ADDRESS}${place}').then(async (answer) => console.log(answer.status, await answer.text()))`,
  )

describe.skipIf(!mayEverything())('another account, with sources that it can only read, and no network', () => {
  test('serves what was built, and writes to its data folder alone', async () => {
    const portal = startClosed('data')
    try {
      await portal.said(/Ready at/, 90)
      expect(portal.output()).not.toMatch(/installing|generating|bundling|building/i)
      expect(() => beside(portal.pid, 'touch', path.join(folder, 'source/app/x'))).toThrow('Read-only file system')
      expect(readFileSync(`/proc/${portal.pid}/status`, 'utf8')).toMatch(/^Uid:\s65534\s65534\s65534/m)
      const home = fetched(portal.pid, '/')
      expect(home).toMatch(/^200 /)
      expect(home).toContain(namesBuilt()?.id)
      const [, script = ''] = /src="(\/_next\/static\/[^"]+\.js)/.exec(home) ?? []
      expect(fetched(portal.pid, script)).toMatch(/^200 /)
    } finally {
      await portal.stop()
    }
    expect(await portal.exited).toBe(0)
  })

  test('a build that is older than the sources is not served: one line says what to do', async () => {
    const source = path.join(folder, 'source')
    const older = startClosed(
      'stale-data',
      `cp ${source}/next.config.ts ${folder}/next.config.ts; echo >> ${folder}/next.config.ts
       mount --bind ${folder}/next.config.ts ${source}/next.config.ts`,
    )
    expect(await older.exited).toBe(1)
    expect(older.output()).toMatch(/out of date \(app\).*npm run build/)
    expect(older.output().trim().split('\n')).toHaveLength(1)
  })
})
