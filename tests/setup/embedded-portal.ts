import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { disconnect } from '@/lib/db/client'
import { startEmbedded } from '@/lib/db/embedded'
import { fillWithCluster } from './cluster'
import { loginVariables } from './logins'
import { type Portal, startPortal } from './portal'
import { freePort } from './ports'

/**
 * Starts a portal with the embedded database, as a stranger has it: stored durably, in a folder of its own. This
 * process uses the same database, with the same keys.
 */
export type EmbeddedPortal = {
  folder: string
  dataFolder: string
  /** Holds the environment of the portal, and of commands next to it. */
  environment: Record<string, string>
  /** The portal that runs now. */
  portal(): Portal
  /** Starts it again, after it was stopped or killed. */
  start(): Promise<void>
  /** Stops it, and deletes its folder. */
  stop(): Promise<void>
}

export async function startEmbeddedPortal(
  name: string,
  { env = {}, log }: { env?: Record<string, string>; log?: boolean } = {},
): Promise<EmbeddedPortal> {
  const folder = mkdtempSync(path.join(tmpdir(), `zhunxin-${name}-`))
  const dataFolder = path.join(folder, 'data')
  const keyring = JSON.stringify({ active: 'test', keys: { test: Buffer.alloc(32, 7).toString('base64') } })
  const port = await freePort()
  // What a reviewer decides is there at once; the tests of undoing have a portal of their own.
  const environment = { ZHUNXIN_DATA: dataFolder, PORT: `${port}`, ZHUNXIN_KEYRING: keyring, UNDO_SECONDS: '0', ...env }
  mkdirSync(path.join(folder, 'logs'))
  const start = () =>
    startPortal({
      dataFolder,
      port,
      env: environment,
      log: log ? path.join(folder, 'logs', 'portal.log') : undefined,
    })
  await fillWithCluster(dataFolder)
  let portal = await start()
  const server = await startEmbedded({ dataFolder }) // connects to the portal's own
  Object.assign(process.env, environment, {
    ...loginVariables(server),
    ZHUNXIN_URL: portal.url,
    LOG_LEVEL: 'silent',
  })
  return {
    folder,
    dataFolder,
    environment,
    portal: () => portal,
    async start() {
      portal = await start()
    },
    async stop() {
      await disconnect()
      await portal.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Kills all of PostgreSQL with `kill -9`: the postmaster, and the processes that it started. */
export function killPostgres(dataFolder: string): void {
  const postmaster = Number(readFileSync(path.join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
  for (const pid of [postmaster, ...childrenOf(postmaster)]) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It stopped with the postmaster.
    }
  }
}

function childrenOf(parent: number): number[] {
  if (!existsSync('/proc/self/stat')) return []
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const [, fields = ''] = readFileSync(`/proc/${name}/stat`, 'utf8').split(/\) /)
      return Number(fields.split(' ')[1]) === parent ? [Number(name)] : []
    } catch {
      return []
    }
  })
}
