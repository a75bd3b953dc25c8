import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EmbeddedDatabase } from '@/lib/db/embedded'
import { startMigrated } from '@/tests/setup/cluster'
import { loginVariables } from '@/tests/setup/logins'
import { pause, startCommand, startSeparateWorker } from '@/tests/setup/portal'

/** A job of one statement, which a lock of its table blocks, and that is scheduled once a day. */
const QUEUE = 'auth.purge-devices'
const TABLE = 'known_devices'

type Worker = Awaited<ReturnType<typeof startSeparateWorker>> & { environment: Record<string, string> }

let folder: string
let server: EmbeddedDatabase
let workers: Worker[]
let killed: Worker | undefined

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-workers-'))
  server = await startMigrated({ dataFolder: folder, isDurable: false })
  workers = [await startWorker('first'), await startWorker('second')]
})
afterAll(async () => {
  for (const worker of workers ?? []) await worker.stop()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function startWorker(name: string): Promise<Worker> {
  const environment = {
    ...loginVariables(server),
    ZHUNXIN_DATA: path.join(folder, name),
    ZHUNXIN_KEYRING: JSON.stringify({ active: 'test', keys: { test: Buffer.alloc(32, 7).toString('base64') } }),
  }
  return { ...(await startSeparateWorker(environment)), environment }
}

/** Returns the output of `npm run worker -- --check` for a worker, and its exit code. */
async function checked(worker: Worker | undefined, ...more: string[]) {
  const command = startCommand('scripts/worker.mjs', worker?.environment ?? {}, ['--check', ...more])
  const code = await command.exited
  return { code, said: command.output() }
}

async function connected<T>(run: (query: (text: string) => Promise<pg.QueryResultRow[]>) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: server.url() })
  await client.connect()
  try {
    return await run(async (text) => (await client.query(text)).rows)
  } finally {
    await client.end()
  }
}
const ask = (text: string) => connected((query) => query(text))

const jobs = () => ask(`SELECT state::text FROM pgboss.job WHERE name = '${QUEUE}'`)
const workersAtIt = async () =>
  (
    await ask(`
    SELECT w.pid FROM worker_heartbeats w JOIN pgboss.job j ON j.id = ANY (w.job_ids)
    WHERE j.name = '${QUEUE}' AND j.state = 'active'`)
  ).map(({ pid }) => Number(pid))

async function until(what: () => Promise<boolean>, seconds: number): Promise<void> {
  const deadline = Date.now() + seconds * 1000
  while (!(await what())) {
    if (Date.now() > deadline) throw new Error(`Not within ${seconds} s`)
    await pause(200)
  }
}

test('a job whose worker is killed is done by another within a minute, once', async () => {
  await pause(31_000) // until then the second worker does not judge the first
  await connected(async (query) => {
    await query('BEGIN')
    await query(`LOCK TABLE ${TABLE} IN ACCESS EXCLUSIVE MODE`)
    await ask(`INSERT INTO pgboss.job (name, policy, retry_limit, expire_in)
      VALUES ('${QUEUE}', 'singleton', 0, interval '300 seconds')`)
    await until(async () => (await workersAtIt()).length === 1, 30)
    const [pid] = await workersAtIt()
    killed = workers.find((worker) => worker.pid === pid)
    workers = workers.filter((worker) => worker !== killed)
    await killed?.kill()
    await query('COMMIT')
  })

  await until(async () => (await jobs()).every(({ state }) => state === 'completed'), 60)

  expect(await jobs()).toEqual([{ state: 'completed' }])
})

test('a check says which worker lives, in a line and by its exit code', async () => {
  expect(await checked(workers[0])).toMatchObject({
    code: 0,
    said: expect.stringMatching(/The worker lives: heard of/),
  })
  expect(await checked(killed)).toMatchObject({
    code: 1,
    said: expect.stringMatching(/last heard of \d\d+ s ago\.\n$/),
  })
  const { code, said } = await checked(killed, '--json')
  expect([code, JSON.parse(said)]).toEqual([1, { isAlive: false, silentFor: expect.any(Number), worksOn: [] }])
  expect(await checked(workers[0], '--nonsense')).toMatchObject({
    code: 1,
    said: expect.stringMatching(/npm run worker/),
  })
})

test('a worker that is stopped in order takes its row away; the killed one’s is there, and silent', async () => {
  expect(await workers[0]?.stop()).toBe(0)
  expect(await ask(`SELECT beat_at > now() - interval '30 seconds' AS lives FROM worker_heartbeats`)).toEqual([
    { lives: false },
  ])
  expect(await checked(workers[0])).toMatchObject({ code: 1, said: expect.stringMatching(/No worker runs/) })
})
