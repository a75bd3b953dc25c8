import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { faultsOfLog } from '@/tests/factories/audit-log'
import { heavy, randomFrom } from '@/tests/setup/heavy'
import { type Node, type Nodes, startNodes } from '@/tests/setup/nodes'
import { pause } from '@/tests/setup/portal'
import { hasProxy } from '@/tests/setup/tls-proxies'
import { type Acknowledged, prepareLoad, send } from '../kill/load'
import { aProvider, countUnsettled, letTimePass, type Provider } from '../kill/texts'
import { brokenAfter } from '../kill/whole'

const VICTIMS = ['worker', 'portal', 'database'] as const
const LOAD = { drafts: 2, ready: 3, claimed: 3 }
/** A killed worker is missed after half a minute, and its job released at the next look. */
const JOBS_SETTLE_MS = 90_000

/**
 * Kills processes during uploads, submissions and decisions: nothing that was acknowledged is lost, and every job is
 * completed.
 */
export function expectToSurviveKills({ nodes: count, quick }: { nodes: number; quick: number }): void {
  const { tries, seed, done } = heavy(`kill-nodes-${count}`, { quick, long: 100 })

  describe.skipIf(!hasProxy('nginx'))(`${count} portals and as many workers`, () => {
    const random = randomFrom(seed + count)
    let of: Nodes
    let provider: Provider

    beforeAll(async () => {
      provider = await aProvider(random)
      const storeIn = (folder: string) => ({ BLOBS_FOLDER: path.join(folder, 'shared-blobs') })
      of = await startNodes({ storeIn, count, env: provider.environment })
    })
    afterAll(async () => {
      await of?.stop()
      await provider?.stop()
    })

    const kills: Record<(typeof VICTIMS)[number], (node: Node) => Promise<void>> = {
      async portal(node) {
        await node.portal.kill()
        await of.startPortal(node)
      },
      async worker(node) {
        await node.worker.kill()
        await of.startWorker(node)
      },
      database: () => of.killPostgres(),
    }

    test('survive kill -9 of portal, worker and PostgreSQL', { timeout: tries * 60_000 + 240_000 }, async () => {
      const figures = { uploads: 0, submissions: 0, decisions: 0, kills: { portal: 0, worker: 0, database: 0 } }
      for (let round = 0; round < tries; round += 1) {
        const victim = VICTIMS[round % VICTIMS.length] ?? 'worker'
        const node = of.nodes[round % count] as Node
        const load = await prepareLoad(round, LOAD)
        const { acknowledged, ended } = send({ ...node.portal, url: of.url }, load, random)
        await moment(acknowledged)
        await kills[victim](node)
        await ended
        expect(await brokenAfter(acknowledged), `round ${round}, ${victim}`).toEqual([])
        figures.kills[victim] += 1
        figures.uploads += acknowledged.uploads.length
        figures.submissions += acknowledged.submissions.length
        figures.decisions += acknowledged.decisions.length
      }
      expect(figures.uploads + figures.submissions + figures.decisions).toBeGreaterThan(0)
      await untilJobsSettled()
      const messages = await settledMessages()
      await untilSequenced()
      expect(await faultsOfLog()).toEqual([])
      done(tries, { nodes: count, ...figures, messages })
    })

    /** Waits for that many answers, at any speed of the machine, and then a while. */
    async function moment({ uploads, submissions, decisions }: Acknowledged): Promise<void> {
      const [answers, more] = [Math.floor(random() * 10), random() * 300]
      const answered = () => uploads.length + submissions.length + decisions.length
      for (let waited = 0; waited < 15_000 && answered() < answers; waited += 5) await pause(5)
      await pause(more)
    }

    /** Checks that no missing worker holds a job. */
    async function untilJobsSettled(): Promise<void> {
      const held = () => database().$queryRaw<{ name: string }[]>`
        SELECT name FROM pgboss.job WHERE state = 'active' AND started_on < now() - interval '30 seconds'`
      for (let waited = 0; waited < JOBS_SETTLE_MS && (await held()).length > 0; waited += 1_000) await pause(1_000)
      expect(await held()).toEqual([])
    }

    /** Checks that every message was sent, or is marked unsure; none was sent more than three times. */
    async function settledMessages(): Promise<Record<string, number>> {
      for (const node of of.nodes) await node.worker.kill()
      await letTimePass({ isNobodyAlive: true })
      for (const node of of.nodes) await of.startWorker(node)
      for (let waited = 0; waited < 60_000 && (await countUnsettled()) > 0; waited += 200) {
        await pause(200)
        await letTimePass({ isNobodyAlive: false })
      }
      const messages = await database().outboxMessage.findMany({ where: { channel: 'SMS' } })
      const counts: Record<string, number> = {}
      for (const { id, state } of messages) {
        counts[state] = (counts[state] ?? 0) + 1
        const times = provider.received(id)
        expect(['SENT', 'UNSURE'], id).toContain(state)
        expect(times, id).toBeLessThanOrEqual(3)
        if (state === 'SENT') expect(times, id).toBeGreaterThan(0)
      }
      return counts
    }

    async function untilSequenced(): Promise<void> {
      for (let waited = 0; waited < 60_000 && (await database().auditPending.count()) > 0; waited += 200)
        await pause(200)
    }
  })
}
