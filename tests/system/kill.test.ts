import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { disconnect } from '@/lib/db/client'
import { startEmbedded } from '@/lib/db/embedded'
import { heavy, randomFrom } from '@/tests/setup/heavy'
import { freePort, type Portal, pause, startPortal, untilReady } from '@/tests/setup/portal'
import { type Acknowledged, type Load, prepareLoad, send } from './kill/load'
import { brokenAfter } from './kill/whole'

let folder: string
let dataFolder: string
let environment: Record<string, string>
let portal: Portal

/** With the embedded database, as a stranger has it: kept durably, beside the portal. */
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-kill-'))
  dataFolder = path.join(folder, 'data')
  const port = await freePort()
  const keys = { active: 'test', keys: { test: Buffer.alloc(32, 7).toString('base64') } }
  environment = { ZHUNXIN_DATA: dataFolder, PORT: `${port}`, ZHUNXIN_KEYRING: JSON.stringify(keys) }
  await start()
  const database = await startEmbedded({ dataFolder }) // takes up the portal's own
  Object.assign(process.env, environment, {
    DATABASE_URL: database.url(),
    ZHUNXIN_URL: portal.url,
    LOG_LEVEL: 'silent',
  })
})

afterAll(async () => {
  await disconnect()
  await portal?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function start(): Promise<void> {
  portal = await startPortal({ dataFolder, port: Number(environment.PORT), env: environment })
}

/** PostgreSQL whole: the postmaster, and the processes that it has started. */
function killPostgres(): void {
  const postmaster = Number(readFileSync(path.join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
  for (const pid of [postmaster, ...childrenOf(postmaster)]) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended with the postmaster.
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

const KILLS = {
  /** The next start takes up a database that still runs. */
  portal: async () => {
    await portal.kill()
    await start()
  },
  /** The portal starts it again by itself. */
  PostgreSQL: async () => {
    killPostgres()
    await pause(1_500)
    await untilReady(portal)
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
      const { acknowledged, ended } = send(portal, load, random)
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
