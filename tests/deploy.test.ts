import { execFileSync, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseEnv } from '@/lib/core/env'
import { startEmbedded } from '@/lib/db/embedded'
import { asOwner } from '@/lib/db/owner'
import { allocatorIn } from '@/tests/setup/allocator'

const UNITS = readdirSync('docs/deploy/systemd')
const SERVICES = UNITS.filter((name) => name.endsWith('.service'))

/** Sets the highest allowed result of `systemd-analyze security`: 0 is fully confined, 10 not at all. */
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
    appendFileSync(unit('deploy/my.env'), "OIDC_CLIENT_SECRET='a$PATH#b'\n")
    const env = { NODE_ENV: 'production', PATH: process.env.PATH } as const
    const args = ['--file', unit('deploy/compose.yml'), 'config', '--format', 'json'] as const
    const { services, networks } = JSON.parse(
      String(execFileSync(COMPOSE, args, { env: env as NodeJS.ProcessEnv })),
    ) as {
      services: Record<string, { environment: Record<string, string>; security_opt?: string[] }>
      networks: { default: { ipam: { config: { gateway: string }[] } } }
    }
    expect(Object.keys(services).sort()).toEqual(['backup', 'portal', 'postgres', 'worker'])
    for (const name of ['backup', 'portal', 'worker']) {
      expect(services[name]).toMatchObject({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: expect.arrayContaining(['no-new-privileges:true', 'apparmor=zhunxin']),
      })
      const { security_opt = [] } = services[name] ?? {}
      expect(security_opt.join('\n')).not.toMatch(/(?:seccomp|apparmor)=unconfined/)
      expect(security_opt.filter((option) => option.startsWith('seccomp='))).toHaveLength(1)
      const { environment } = services[name] ?? { environment: {} }
      expect(environment.TRUSTED_PROXIES).toBe(networks.default.ipam.config[0]?.gateway)
      // As the file is written back, a `$` is doubled.
      expect(environment.OIDC_CLIENT_SECRET).toBe('a$$PATH#b')
      expect(environment.DATABASE_URL).toBe('postgresql://zhunxin_app@postgres:5432/zhunxin')
    }
  })
})

test('the filter of a container permits what decoders are shut in by, and nothing that changes the machine', () => {
  const profile = JSON.parse(readFileSync('docs/deploy/seccomp.json', 'utf8')) as {
    defaultAction: string
    syscalls: { names: string[]; action: string; args?: unknown }[]
  }
  expect(profile.defaultAction).toBe('SCMP_ACT_ERRNO')
  expect(new Set(profile.syscalls.map(({ action }) => action))).toEqual(new Set(['SCMP_ACT_ALLOW']))
  const permitted = profile.syscalls.flatMap(({ names }) => names)
  for (const name of ['clone', 'clone3', 'unshare', 'mount', 'pivot_root', 'seccomp', 'landlock_restrict_self'])
    expect(permitted).toContain(name)
  const changing = ['init_module', 'finit_module', 'delete_module', 'kexec_load', 'reboot', 'swapon', 'bpf', 'acct']
  const reaching = [
    'ptrace',
    'process_vm_readv',
    'keyctl',
    'add_key',
    'perf_event_open',
    'io_uring_setup',
    'userfaultfd',
  ]
  for (const name of [
    ...changing,
    ...reaching,
    'clock_settime',
    'settimeofday',
    'open_by_handle_at',
    'mknod',
    'syslog',
  ])
    expect(permitted).not.toContain(name)
})

test('units and image set the same of glibc’s memory, which a process can’t set for itself', () => {
  const settings = allocatorIn('systemd/zhunxin.service')
  const names = ['MALLOC_ARENA_MAX', 'MALLOC_MMAP_THRESHOLD_', 'MALLOC_TRIM_THRESHOLD_']
  expect(Object.keys(settings).sort()).toEqual(names)
  for (const file of ['systemd/zhunxin-worker.service', 'Dockerfile']) expect(allocatorIn(file)).toEqual(settings)
})

const APPARMOR = '/usr/sbin/apparmor_parser'

test.skipIf(!existsSync(APPARMOR))('the profile of AppArmor is right, to its parser', () => {
  const args = ['--skip-kernel-load', '--skip-cache', '--quiet', 'docs/deploy/apparmor']
  expect(spawnSync(APPARMOR, args, { encoding: 'utf8' }).status).toBe(0)
})

test('the example of an environment is one, but for its gateway', () => {
  const lines = readFileSync('docs/deploy/zhunxin.env', 'utf8').split('\n')
  const given = lines.filter((line) => /^\w/.test(line)).map((line) => line.split(/=(.*)/, 2) as [string, string])
  expect(parseEnv({ NODE_ENV: 'production', ...Object.fromEntries(given) }).ZHUNXIN_WORKER).toBe('separate')
})

const PSQL = '/usr/bin/psql'

test.skipIf(!existsSync(PSQL))(
  'the logins are made with the passwords of two files, which no command line has',
  async () => {
    const server = await startEmbedded({ dataFolder: path.join(folder, 'server'), isDurable: false })
    try {
      const passwords = { owner: `o'$(id)\\"o`, app: 'a`id`$HOME a' }
      for (const [name, password] of Object.entries(passwords)) writeFileSync(path.join(folder, name), `${password}\n`)
      const superuser = new URL(server.url('postgres'))
      const env = {
        NODE_ENV: 'production',
        PATH: process.env.PATH,
        POSTGRES_USER: superuser.username,
        PGPASSWORD: decodeURIComponent(superuser.password),
        PGHOST: superuser.searchParams.get('host') ?? superuser.hostname,
        PGPORT: superuser.port,
        PGDATABASE: 'postgres',
        OWNER_PASSWORD_FILE: path.join(folder, 'owner'),
        APP_PASSWORD_FILE: path.join(folder, 'app'),
      } as const
      expect(readFileSync('docs/deploy/postgres-logins.sh', 'utf8')).not.toMatch(/--set (owner|app)/)
      await asOwner((owner) => owner.query('DROP DATABASE IF EXISTS zhunxin'), server.url('postgres'))
      await asOwner((owner) => owner.query('DROP ROLE IF EXISTS zhunxin_app'), server.url('postgres'))
      execFileSync('sh', ['docs/deploy/postgres-logins.sh'], { env: env as NodeJS.ProcessEnv })
      const signIn = async (name: string, password: string) => {
        const { PGHOST: host, PGPORT: port } = env
        const client = new pg.Client({
          host,
          port: Number(port),
          user: `zhunxin_${name}`,
          password,
          database: 'zhunxin',
        })
        await client.connect()
        await client.end()
      }
      for (const [name, password] of Object.entries(passwords)) {
        await signIn(name, password)
        await expect(signIn(name, `${password}x`)).rejects.toThrow(/authentication failed/)
      }
    } finally {
      await server.stop()
    }
  },
)

test('git ignores what an operator fills in', () => {
  for (const name of ['my.env', 'secrets/app']) {
    const { status } = spawnSync('git', ['check-ignore', '--quiet', '--no-index', `docs/deploy/${name}`])
    expect([name, status]).toEqual([name, 0])
  }
})
