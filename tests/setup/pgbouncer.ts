import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PATIENCE } from './patience.mjs'
import { pause } from './portal'
import { freePort } from './ports'

const PROGRAM = '/usr/sbin/pgbouncer'
const NOBODY = 65_534

/** `npm test` installs it where it may: see scripts/test/servers.mjs. */
export const hasPgbouncer = existsSync(PROGRAM)

export type Pooler = {
  /** Gives the application's address of the same database, through the pooler. */
  url: string
  stop(): Promise<void>
}

/**
 * Starts a PgBouncer in transaction mode in front of a login's database, with far fewer connections than its clients
 * have.
 */
export async function startPgbouncer(direct: string, { connections }: { connections: number }): Promise<Pooler> {
  const { username, password, pathname, port, searchParams } = new URL(direct)
  const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-pgbouncer-'))
  const way = await wayTo(path.join(searchParams.get('host') ?? '', `.s.PGSQL.${port}`))
  const listenPort = await freePort()
  const name = pathname.slice(1)
  const login = `user=${username} password=${decodeURIComponent(password)}`
  const file = path.join(folder, 'pgbouncer.ini')
  writeFileSync(
    file,
    `[databases]
${name} = host=127.0.0.1 port=${way.port} dbname=${name} ${login}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listenPort}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = ${connections}
max_client_conn = 200
max_prepared_statements = 200
`,
  )
  for (const place of [folder, file]) chmodSync(place, 0o755)
  const asNobody = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {} // it refuses root
  const child = spawn(PROGRAM, ['-q', file], { stdio: 'ignore', ...asNobody })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  for (let tries = 0; !(await listensAt(listenPort)); tries += 1) {
    if (tries > PATIENCE / 50 || child.exitCode !== null) throw new Error('PgBouncer does not start')
    await pause(50)
  }
  return {
    url: `postgresql://${username}@127.0.0.1:${listenPort}/${name}`,
    async stop() {
      child.kill('SIGTERM')
      await ended
      way.server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Opens a port that leads to a socket in a folder that only we may enter. */
async function wayTo(socketPath: string): Promise<{ server: Server; port: number }> {
  const port = await freePort()
  const server = createServer((from) => {
    const to = connect(socketPath)
    from.pipe(to).pipe(from)
    for (const end of [from, to]) end.on('error', () => [from, to].map((other) => other.destroy()))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return { server, port }
}

const listensAt = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
