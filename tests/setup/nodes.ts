import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { disconnect } from '@/lib/db/client'
import { startEmbedded } from '@/lib/db/embedded'
import { loginVariables } from './logins'
import { type Balancer, startBalancer } from './nginx-balancer'
import { freePort, type Portal, pause, startPortal, startWorkerBeside } from './portal'

const KEYRING = JSON.stringify({ active: 'test', keys: { test: Buffer.alloc(32, 7).toString('base64') } })
/** Long enough for what the balancer had begun to send when it was told. */
const DRAIN_SECONDS = 2

type Worker = Awaited<ReturnType<typeof startWorkerBeside>>
export type Node = { portal: Portal; port: number; worker: Worker }

export type Nodes = {
  /** The portal's name: the balancer's address. */
  url: string
  nodes: readonly [Node, Node]
  /** What a node is started with. */
  environmentOf(node: Node): Record<string, string>
  /** As docs/deploy/several-nodes.md says: out of the balancer, stopped in order, started again, and back in. */
  restart(node: Node): Promise<void>
  stop(): Promise<void>
}

/**
 * Two portals and two workers behind nginx, on one PostgreSQL and with one keyring, each with a data folder of its own.
 * This process asks the same database, by the same keys.
 *
 * @param store where all of them have the documents, as settings
 */
export async function startNodes(storeIn: (folder: string) => Record<string, string>): Promise<Nodes> {
  const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-nodes-'))
  const server = await startEmbedded({ dataFolder: folder, isDurable: false })
  const balancer = await startBalancer(folder)
  const shared = {
    ...loginVariables(server),
    ...storeIn(folder),
    ZHUNXIN_KEYRING: KEYRING,
    ZHUNXIN_URL: balancer.url,
    ZHUNXIN_WORKER: 'separate',
    TRUSTED_PROXIES: '127.0.0.1',
    HOST: '127.0.0.1',
    DRAIN_SECONDS: `${DRAIN_SECONDS}`,
    CODES_AN_HOUR_WITHOUT_PROOF: '500',
    PROOF_COST: '10',
  }
  const environmentAt = (port: number) => {
    const dataFolder = path.join(folder, `node-${port}`)
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
    return { ...shared, ZHUNXIN_DATA: dataFolder, PORT: `${port}` }
  }
  const startNode = async (): Promise<Node> => {
    const port = await freePort()
    const env = environmentAt(port)
    const portal = await startPortal({ dataFolder: env.ZHUNXIN_DATA, port, env, waitUntilReady: false })
    const worker = await startWorkerBeside({ ...env, ZHUNXIN_DATA: `${env.ZHUNXIN_DATA}-worker` })
    await portal.said(/Ready at/, 60)
    return { portal, port, worker }
  }
  Object.assign(process.env, shared, { ZHUNXIN_DATA: folder, LOG_LEVEL: 'silent' })
  const nodes = await Promise.all([startNode(), startNode()])
  const ports = () => nodes.map(({ port }) => port)
  await balancer.sendTo(ports())
  return {
    url: balancer.url,
    nodes,
    environmentOf: ({ port }) => environmentAt(port),
    restart: (node) => restart(node, { balancer, ports: ports(), env: environmentAt(node.port) }),
    async stop() {
      await balancer.stop()
      await Promise.all(nodes.flatMap(({ portal, worker }) => [portal.stop(), worker.stop()]))
      await disconnect()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

type Surroundings = { balancer: Balancer; ports: readonly number[]; env: Record<string, string> }

async function restart(node: Node, { balancer, ports, env }: Surroundings): Promise<void> {
  await balancer.sendTo(ports.filter((port) => port !== node.port))
  const code = await node.portal.stop()
  if (code !== 0) throw new Error(`The portal ended with ${code}:\n${node.portal.output()}`)
  node.portal = await startPortal({ dataFolder: env.ZHUNXIN_DATA ?? '', port: node.port, env, waitUntilReady: false })
  await node.portal.said(/Ready at/, 60)
  await balancer.sendTo(ports)
  await pause(200)
}
