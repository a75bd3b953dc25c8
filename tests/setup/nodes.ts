import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { disconnect } from '@/lib/db/client'
import { startEmbedded } from '@/lib/db/embedded'
import { startMigrated } from './cluster'
import { killPostgres } from './embedded-portal'
import { loginVariables } from './logins'
import { startBalancer } from './nginx-balancer'
import { type Portal, pause, startPortal, startSeparateWorker } from './portal'
import { freePort } from './ports'

const KEYRING = JSON.stringify({ active: 'test', keys: { test: Buffer.alloc(32, 7).toString('base64') } })
/** Long enough for the requests that the balancer had started to send when it was reloaded. */
const DRAIN_SECONDS = 2

type Worker = Awaited<ReturnType<typeof startSeparateWorker>>
export type Node = { portal: Portal; port: number; worker: Worker }

export type Nodes = {
  /** Names the portal: it is the balancer's address. */
  url: string
  nodes: readonly Node[]
  environmentOf(node: Node): Record<string, string>
  /**
   * Restarts a node as docs/deploy/several-nodes.md says: out of the balancer, stopped in order, started again, and
   * back in.
   */
  restart(node: Node): Promise<void>
  /** Starts it after it was killed. */
  startPortal(node: Node): Promise<void>
  startWorker(node: Node): Promise<void>
  /** Kills all of PostgreSQL with `kill -9`, and starts it again. */
  killPostgres(): Promise<void>
  stop(): Promise<void>
}

type Options = {
  /** Returns the settings for the store that all of them share. */
  storeIn: (folder: string) => Record<string, string>
  count?: number
  env?: Record<string, string>
}

/**
 * Starts portals and as many workers behind nginx, two by default, on one PostgreSQL and with one keyring, each with a
 * data folder of its own. This process uses the same database, with the same keys.
 */
export async function startNodes({ storeIn, count = 2, env: more = {} }: Options): Promise<Nodes> {
  const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-nodes-'))
  let server = await startMigrated({ dataFolder: folder })
  const balancer = await startBalancer(folder)
  const shared = {
    ...loginVariables(server),
    ...storeIn(folder),
    ZHUNXIN_KEYRING: KEYRING,
    ZHUNXIN_URL: balancer.url,
    ZHUNXIN_WORKER: 'separate',
    UNDO_SECONDS: '0', // a decision that is acknowledged counts
    TRUSTED_PROXIES: '127.0.0.1',
    HOST: '127.0.0.1',
    DRAIN_SECONDS: `${DRAIN_SECONDS}`,
    CODES_AN_HOUR_WITHOUT_PROOF: '500',
    PROOF_COST: '10',
    ...more,
  }
  const environmentAt = (port: number) => {
    const dataFolder = path.join(folder, `node-${port}`)
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
    return { ...shared, ZHUNXIN_DATA: dataFolder, PORT: `${port}` }
  }
  const portalAt = async (port: number) => {
    const env = environmentAt(port)
    const portal = await startPortal({ dataFolder: env.ZHUNXIN_DATA, port, env, waitUntilReady: false })
    await portal.said(/Ready at/, 60)
    return portal
  }
  const workerAt = (port: number) => {
    const env = environmentAt(port)
    return startSeparateWorker({ ...env, ZHUNXIN_DATA: `${env.ZHUNXIN_DATA}-worker` })
  }
  const startNode = async (): Promise<Node> => {
    const port = await freePort()
    const portal = await portalAt(port)
    return { portal, port, worker: await workerAt(port) }
  }
  Object.assign(process.env, shared, { ZHUNXIN_DATA: folder, LOG_LEVEL: 'silent' })
  const nodes = await Promise.all(Array.from({ length: count }, startNode))
  const ports = () => nodes.map(({ port }) => port)
  await balancer.sendTo(ports())
  return {
    url: balancer.url,
    nodes,
    environmentOf: ({ port }) => environmentAt(port),
    async restart(node) {
      await balancer.sendTo(ports().filter((port) => port !== node.port))
      const code = await node.portal.stop()
      if (code !== 0) throw new Error(`The portal ended with ${code}:\n${node.portal.output()}`)
      node.portal = await portalAt(node.port)
      await balancer.sendTo(ports())
    },
    async startPortal(node) {
      node.portal = await portalAt(node.port)
    },
    async startWorker(node) {
      node.worker = await workerAt(node.port)
    },
    async killPostgres() {
      killPostgres(folder)
      await pause(500)
      server = await startEmbedded({ dataFolder: folder })
    },
    async stop() {
      await balancer.stop()
      await Promise.all(nodes.flatMap(({ portal, worker }) => [portal.stop(), worker.stop()]))
      await disconnect()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
