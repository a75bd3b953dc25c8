import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { disconnect } from '@/lib/db/client'
import { startEmbedded } from '@/lib/db/embedded'
import { loginVariables } from './logins'
import { freePort, type Portal, startPortal } from './portal'

const KEYRING = JSON.stringify({ active: 'test', keys: { test: Buffer.alloc(32, 7).toString('base64') } })

export type System = {
  portal: Portal
  dataFolder: string
  environment: Record<string, string>
  /** After its portal was ended or killed: another one at the same address. */
  startAgain(): Promise<void>
  stop(): Promise<void>
}

/**
 * A portal with a PostgreSQL beside it that this process can reach too, so that a test can make people and
 * qualifications by the verbs themselves: it sets this process's environment to the portal's.
 */
export async function startSystem(
  env: Record<string, string> = {},
  { log, script, args }: { log?: string; script?: string; args?: readonly string[] } = {},
): Promise<System> {
  const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-system-'))
  const server = await startEmbedded({ dataFolder: folder, isDurable: false })
  const dataFolder = path.join(folder, 'data')
  const port = await freePort()
  const environment = {
    ...loginVariables(server),
    ZHUNXIN_DATA: dataFolder,
    ZHUNXIN_KEYRING: KEYRING,
    ZHUNXIN_URL: `http://localhost:${port}`,
    PORT: `${port}`,
    HOST: '127.0.0.1',
    // All of a test's people come from one address, and machines like these have other work.
    CODES_AN_HOUR_BY_ADDRESS: '1000',
    CODES_AN_HOUR_BY_PREFIX: '1000',
    CODES_AN_HOUR_WITHOUT_PROOF: '500',
    PROOF_COST: '10',
    // What a few people do in a test is the work of many in an hour.
    REVEALS_AN_HOUR: '100000',
    ...env,
  }
  const clear = async () => {
    await disconnect() // it leaves itself to whoever is connected
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const portal = await startPortal({
    dataFolder,
    port,
    env: environment,
    log,
    ...(script ? { script } : {}),
    ...(args ? { args } : {}),
  }).catch(async (error: unknown) => {
    await clear()
    throw error
  })
  Object.assign(process.env, environment, { LOG_LEVEL: 'silent' })
  const system: System = {
    portal,
    dataFolder,
    environment,
    async startAgain() {
      system.portal = await startPortal({ dataFolder, port, env: environment, log })
    },
    async stop() {
      await system.portal.stop()
      await clear()
    },
  }
  return system
}
