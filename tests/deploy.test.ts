import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseEnv } from '@/lib/core/env'

const UNITS = readdirSync('docs/deploy/systemd')
const SERVICES = UNITS.filter((name) => name.endsWith('.service'))

/** The highest allowed result of `systemd-analyze security`: 0 is fully confined, 10 not at all. */
const MOST_EXPOSED: Record<string, number> = {
  'zhunxin.service': 3,
  'zhunxin-worker.service': 3,
  'zhunxin-backup.service': 2,
}

/**
 * Debian's program, which reads a compose file without a container engine. `npm test` installs it where it may:
 * scripts/test/servers.mjs.
 */
const COMPOSE = '/usr/bin/docker-compose'

let folder: string
const unit = (name: string) => path.join(folder, name)

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-units-'))
  cpSync('docs/deploy/systemd', folder, { recursive: true })
  for (const name of SERVICES) {
    const here = readFileSync(unit(name), 'utf8').replaceAll('/usr/bin/node', process.execPath)
    writeFileSync(unit(name), here)
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(!existsSync('/usr/bin/systemd-analyze'))('the units', () => {
  test.each(UNITS)('%s is right, to systemd', (name) => {
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', unit(name)], { encoding: 'utf8' })
    const about = stderr.split('\n').filter((line) => line.includes('zhunxin'))
    expect({ status, about }).toEqual({ status: 0, about: [] })
  })

  test.each(Object.entries(MOST_EXPOSED))('%s is exposed by %d of 10 at most', (name, limit) => {
    const args = ['security', '--offline=yes', `--threshold=${limit * 10}`, '--no-pager', unit(name)]
    expect(spawnSync('systemd-analyze', args, { encoding: 'utf8' }).status).toBe(0)
  })
})

test('each service has a limit of its own, and runs a script that is there, not as root', () => {
  expect(Object.keys(MOST_EXPOSED).sort()).toEqual(SERVICES.toSorted())
  for (const name of SERVICES) {
    const text = readFileSync(unit(name), 'utf8')
    const [script = 'none'] = /scripts\/[\w-]+\.mjs/.exec(text) ?? []
    expect([name, existsSync(script)]).toEqual([name, true])
    expect(text).toMatch(/^User=zhunxin$/m)
  }
})

test('the portal and its worker are shut in alike', () => {
  const hardening = (name: string) => readFileSync(unit(name), 'utf8').split('\n\n').slice(2)
  expect(hardening('zhunxin-worker.service')).toEqual(hardening('zhunxin.service'))
})

describe.skipIf(!existsSync(COMPOSE))('the compose file', () => {
  test('is right, and shuts in each program of ours', () => {
    cpSync('docs/deploy', unit('deploy'), { recursive: true })
    cpSync('docs/deploy/zhunxin.env', unit('deploy/my.env'))
    const env = {
      NODE_ENV: 'production',
      PATH: process.env.PATH,
      OWNER_PASSWORD: 'o',
      APP_PASSWORD: 'a',
      POSTGRES_PASSWORD: 'p',
    }
    const args = ['--file', unit('deploy/compose.yml'), 'config', '--format', 'json'] as const
    const { services } = JSON.parse(String(execFileSync(COMPOSE, args, { env: env as NodeJS.ProcessEnv }))) as {
      services: Record<string, object>
    }
    expect(Object.keys(services).sort()).toEqual(['backup', 'portal', 'postgres', 'worker'])
    for (const name of ['backup', 'portal', 'worker']) {
      expect(services[name]).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: expect.arrayContaining(['no-new-privileges:true']),
      })
    }
  })
})

test('the example of an environment is one, but for its gateway', () => {
  const lines = readFileSync('docs/deploy/zhunxin.env', 'utf8').split('\n')
  const given = lines.filter((line) => /^\w/.test(line)).map((line) => line.split(/=(.*)/, 2) as [string, string])
  expect(parseEnv({ NODE_ENV: 'production', ...Object.fromEntries(given) }).ZHUNXIN_WORKER).toBe('separate')
})

test('the script that makes the logins is shell', () => {
  execFileSync('sh', ['-n', 'docs/deploy/postgres-logins.sh'])
})
