import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { disconnect } from '@/lib/db/client'
import { startMigrated } from './cluster'
import { loginVariables } from './logins'
import { OPERATOR } from './operator'
import { type Portal, startPortal } from './portal'
import { freePort } from './ports'

const KEYRING = JSON.stringify({ active: 'test', keys: { test: Buffer.alloc(32, 7).toString('base64') } })

export type System = {
  portal: Portal
  dataFolder: string
  environment: Record<string, string>
  /** Starts another portal at the same address, after the first was stopped or killed. */
  startAgain(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts a portal with a PostgreSQL that this process can reach too, so that a test can make people and qualifications
 * by the verbs themselves: it sets this process's environment to the portal's.
 */
export async function startSystem(
  env: Record<string, string> = {},
  {
    log,
    script,
    args = [],
    hostname = 'localhost',
  }: {
    log?: string
    script?: string
    args?: readonly string[]
    /** The name by which browsers reach it. */
    hostname?: string
  } = {},
): Promise<System> {
  const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-system-'))
  const server = await startMigrated({ dataFolder: folder, isDurable: false })
  const dataFolder = path.join(folder, 'data')
  const port = await freePort()
  const environment = {
    ...loginVariables(server),
    ZHUNXIN_DATA: dataFolder,
    ZHUNXIN_KEYRING: KEYRING,
    ZHUNXIN_URL: `http://${hostname}:${port}`,
    PORT: `${port}`,
    HOST: '127.0.0.1',
    ...OPERATOR,
    // All of a test's people come from one address, and the machine may have other work.
    CODES_AN_HOUR_BY_ADDRESS: '1000',
    CODES_AN_HOUR_BY_PREFIX: '1000',
    CODES_AN_HOUR_WITHOUT_PROOF: '500',
    PROOF_COST: '10',
    // A few people in a test do an hour's work of many.
    REVEALS_AN_HOUR: '100000',
    UNMASKED_ROWS_ALONE: '100000',
    // What a reviewer decides is there at once; the tests of undoing have a portal of their own.
    UNDO_SECONDS: '0',
    ...env,
  }
  const clear = async () => {
    await disconnect() // the database disconnects its own clients
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  Object.assign(process.env, environment, { LOG_LEVEL: 'silent' }) // settings are read once, when somebody first asks
  const portal = await startPortal({
    dataFolder,
    port,
    env: environment,
    log,
    args,
    ...(script ? { script } : {}),
  }).catch(async (error: unknown) => {
    await clear()
    throw error
  })
  const system: System = {
    portal,
    dataFolder,
    environment,
    async startAgain() {
      system.portal = await startPortal({ dataFolder, port, env: environment, log, ...(script ? { script } : {}) })
    },
    async stop() {
      await system.portal.stop()
      await clear()
    },
  }
  return system
}
