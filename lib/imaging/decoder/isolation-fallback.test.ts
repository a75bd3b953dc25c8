import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleDecoder } from '../testing/bundle-decoder'
import { mayEverything, type Project, projectWithDecoder } from '../testing/in-decoders-place'

let project: Project
beforeAll(async () => {
  await bundleDecoder()
  project = projectWithDecoder()
})
afterAll(() => project?.remove())

const PROBE = `
  import { isolation } from './lib/imaging/decoder/decoder-pool'
  process.stdout.write(JSON.stringify((await isolation()).missing))`

const missingWhen = async (...before: string[]) => JSON.parse((await project.run(PROBE, { before })).said) as string[]

/** Returns a command that runs another one where this program is there, and can't be run. */
const without = (program: string) =>
  ['unshare', '-m', 'sh', '-c', `mount --bind /dev/null /usr/bin/${program} && exec "$@"`, 'sh'] as const

/** Each test takes one thing away from a system that has all of them. */
describe('if one thing is missing, all others remain', () => {
  const hasAll = mayEverything()
  it.skipIf(!hasAll).each([
    ['enosys', without('enosys'), ['SYSTEM_CALL_FILTER']],
    ['prlimit', without('prlimit'), ['MEMORY_LIMIT', 'STACK_LIMIT', 'FILE_SIZE_LIMIT', 'CORE_LIMIT']],
    [
      'unshare',
      [...without('unshare')],
      ['OWN_NETWORK', 'OWN_PROCESSES', 'OWN_FILES', ...withoutLandlock('HIDDEN_SECRETS'), 'PROCESS_LIMIT'],
    ],
    [
      'unshare, and each right of root',
      [...without('unshare'), 'setpriv', '--bounding-set=-all', '--inh-caps=-all'],
      [
        ...['OWN_NETWORK', 'OWN_PROCESSES', 'OWN_ACCOUNT', 'OWN_FILES'],
        ...withoutLandlock('HIDDEN_SECRETS', 'HIDDEN_PORTAL'),
        ...['NO_CAPABILITIES', 'PROCESS_LIMIT'],
      ],
    ],
    [
      'the right to so much memory',
      ['prlimit', `--data=${reservedByNode() + 380_000_000}`, ...unprivileged('sys_resource')],
      ['MEMORY_LIMIT'],
    ],
    ['the right to make namespaces as root', unprivileged('sys_admin'), ['OWN_ACCOUNT']],
  ])('%s', async (_, before, expected) => {
    expect(await missingWhen(...before)).toEqual(expected)
  })

  it('not even the programs', async ({ skip }) => {
    if (!hasAll) skip('Not as root on a Debian 13')
    const hidden = ['unshare', 'setpriv', 'prlimit', 'enosys'].map((name) => `mount --bind /dev/null /usr/bin/${name}`)
    const command = ['unshare', '-m', 'sh', '-c', `${hidden.join(' && ')} && exec "$@"`, 'sh']
    const missing = await missingWhen(...command)
    expect(missing).toEqual(expect.arrayContaining(['OWN_ACCOUNT', 'NO_CAPABILITIES', 'ENDS_WITH_PORTAL']))
    expect(missing).not.toContain('PROCESSOR_TIME_LIMIT')
  })
})

it('a probe that is killed once takes nothing away', async ({ skip }) => {
  if (!mayEverything()) skip('Not as root on a Debian 13')
  const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-killed-'))
  const once = `#!/bin/sh\nmkdir ${folder}/killed 2>/dev/null && kill -9 $$\nexec ${folder}/unshare "$@"\n`
  writeFileSync(path.join(folder, 'once'), once, { mode: 0o755 })
  copyFileSync('/usr/bin/unshare', path.join(folder, 'unshare'))
  try {
    const replace = `mount --bind ${folder}/once /usr/bin/unshare && exec "$@"`
    expect(await missingWhen('unshare', '-m', 'sh', '-c', replace, 'sh')).toEqual([])
    expect(existsSync(path.join(folder, 'killed'))).toBe(true)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

it('a clone that only its owner may read, as under umask 077, takes nothing away', async ({ skip }) => {
  if (!mayEverything()) skip('Not as root on a Debian 13')
  const own = projectWithDecoder(undefined, 0o600)
  try {
    expect(JSON.parse((await own.run(PROBE)).said)).toEqual([])
  } finally {
    own.remove()
  }
})

/** Returns what is missing too where the kernel has no Landlock, which a setting of its start decides. */
function withoutLandlock(...measures: string[]): string[] {
  const rules = ['/usr', '/lib', '/lib64'].filter(existsSync).map((place) => `path-beneath:execute,read-file:${place}`)
  const words = ['--no-new-privs', '--landlock-access', 'fs', ...rules.flatMap((rule) => ['--landlock-rule', rule])]
  return spawnSync('/usr/bin/setpriv', [...words, '/usr/bin/true']).status === 0 ? [] : measures
}

function unprivileged(capability: string) {
  return ['setpriv', `--bounding-set=-${capability}`]
}

/** Bytes that a Node which does nothing counts as writable: half a gigabyte more from Node 24 on. */
function reservedByNode(): number {
  const print = 'process.stdout.write(require("node:fs").readFileSync("/proc/self/status", "latin1"))'
  const status = execFileSync(process.execPath, ['-e', print], { encoding: 'latin1' })
  return Number(/^VmData:\s+(\d+)/m.exec(status)?.[1]) * 1024
}
