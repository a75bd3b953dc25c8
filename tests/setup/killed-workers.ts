import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { disconnect } from '@/lib/db/client'
import { startMigrated } from './cluster'
import { loginVariables } from './logins'
import { PATIENCE } from './patience.mjs'
import { pause, startSeparateWorker } from './portal'

type Sent = {
  /** Counts those that have arrived. */
  arrived: () => number
  countUnsettled: () => Promise<number>
  /** Ends the wait before the next attempt; only when no worker lives, also the wait for what was left behind. */
  letTimePass: (given: { isNobodyAlive: boolean }) => Promise<void>
}

/** Starts a database for workers that a test kills while they send, and makes this process use it. */
export async function startForKills(name: string, more: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(path.join(tmpdir(), `zhunxin-${name}-`))
  const server = await startMigrated({ dataFolder: folder, isDurable: false })
  const environment = {
    ...loginVariables(server),
    ZHUNXIN_DATA: path.join(folder, 'data'),
    ZHUNXIN_KEYRING: JSON.stringify({ active: 'test', keys: { test: Buffer.alloc(32, 7).toString('base64') } }),
    ZHUNXIN_URL: 'http://localhost:3000',
    LOG_LEVEL: 'silent',
    ...more,
  }
  Object.assign(process.env, environment)
  const first = await startSeparateWorker(environment) // creates the tables
  await first.stop()
  return {
    /**
     * Kills a worker once some more have arrived, at any speed of the machine, and then a while later: it is in the
     * middle of sending.
     *
     * @param whenKilled looks at what it left
     */
    async kill(
      { arrived, countUnsettled, letTimePass }: Sent,
      goal: { more: number; thenMs: number },
      whenKilled: () => Promise<void>,
    ) {
      const worker = await startSeparateWorker(environment)
      const wanted = arrived() + goal.more
      for (let waited = 0; waited < PATIENCE && arrived() < wanted && (await countUnsettled()) > 0; waited += 5) {
        await pause(5)
      }
      await pause(goal.thenMs)
      await worker.kill()
      await whenKilled()
      await letTimePass({ isNobodyAlive: true })
    },

    /** Lets a last worker send what is left. */
    async settle({ countUnsettled, letTimePass }: Sent): Promise<void> {
      const last = await startSeparateWorker(environment)
      for (let waited = 0; waited < PATIENCE && (await countUnsettled()) > 0; waited += 200) {
        await pause(200)
        await letTimePass({ isNobodyAlive: false })
      }
      await last.stop()
    },

    async stop(): Promise<void> {
      await disconnect()
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
