import { afterAll, beforeAll, expect, test } from 'vitest'
import { type EmbeddedPortal, killPostgres, startEmbeddedPortal } from '@/tests/setup/embedded-portal'
import { heavy, randomFrom } from '@/tests/setup/heavy'
import { pause, untilReady } from '@/tests/setup/portal'
import { type Acknowledged, type Load, prepareLoad, send } from './kill/load'
import { brokenAfter } from './kill/whole'

let at: EmbeddedPortal

beforeAll(async () => {
  at = await startEmbeddedPortal('kill')
})

afterAll(() => at?.stop())

const KILLS = {
  /** The next start takes up a database that still runs. */
  portal: async () => {
    await at.portal().kill()
    await at.start()
  },
  /** The portal starts it again by itself. */
  PostgreSQL: async () => {
    killPostgres(at.dataFolder)
    await pause(1_500)
    await untilReady(at.portal())
  },
}

const LOAD = { drafts: 3, ready: 4 }

/** A moment: after so many answers, at any speed of the machine, and then a while. */
async function moment(random: () => number, { uploads, handIns }: Acknowledged): Promise<void> {
  const [answers, more] = [Math.floor(random() * 10), random() * 300]
  for (let waited = 0; waited < 15_000 && uploads.length + handIns.length < answers; waited += 5) await pause(5)
  await pause(more)
}

for (const [seedOffset, victim] of (['portal', 'PostgreSQL'] as const).entries()) {
  const { tries, seed, done } = heavy(`kill-${victim.toLowerCase()}`, { quick: 2, long: 20 })

  test(`kill -9 of ${victim} amid uploads and submissions loses nothing that was acknowledged`, {
    timeout: tries * 60_000,
  }, async () => {
    const random = randomFrom(seed + seedOffset)
    const figures = { uploads: 0, handIns: 0, sentUploads: 0, sentHandIns: 0 }
    for (let round = 0; round < tries; round++) {
      const load: Load = await prepareLoad(round, LOAD)
      const { acknowledged, ended } = send(at.portal(), load, random)
      await moment(random, acknowledged)
      await KILLS[victim]()
      await ended
      expect(await brokenAfter(acknowledged), `round ${round}`).toEqual([])
      figures.sentUploads += load.uploads.length
      figures.sentHandIns += load.handIns.length
      figures.uploads += acknowledged.uploads.length
      figures.handIns += acknowledged.handIns.length
    }
    expect(figures.uploads + figures.handIns).toBeGreaterThan(0)
    done(tries, { acknowledged: figures })
  })
}
