import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verifyBackup } from '@/lib/backup/verify-backup'
import { database } from '@/lib/db/client'
import { startEmbedded } from '@/lib/db/embedded'
import { age } from '@/tests/factories/codes'
import { endedAgo } from '@/tests/factories/endings'
import { startBackup, startRestore, succeeded } from '@/tests/setup/backups'
import { type EmbeddedPortal, startEmbeddedPortal } from '@/tests/setup/embedded-portal'
import { heavy, randomFrom } from '@/tests/setup/heavy'
import { pause, untilReady } from '@/tests/setup/portal'
import { openQueue } from './kill/daily-erasing'
import { eraseAll, halfErased, targetsOf } from './kill/erasures'
import { prepareLoad, send } from './kill/load'
import {
  brokenErasures,
  erasedAmong,
  leftInStore,
  prepareTargets,
  requestAll,
  type Target,
} from './kill/qualifications'
import { brokenAfter } from './kill/whole'

let at: EmbeddedPortal
let folder: string
let dataFolder: string
let environment: Record<string, string>

beforeAll(async () => {
  at = await startEmbeddedPortal('backup-kill')
  ;({ folder, dataFolder, environment } = at)
})

afterAll(() => at?.stop())

const erasure = heavy('kill-erasure', { quick: 1, long: 20 })

test('kill -9 of the portal during erasures leaves nothing half erased, and nothing that was confirmed as erased', {
  timeout: erasure.tries * 120_000,
}, async () => {
  const random = randomFrom(erasure.seed)
  const figures = { files: 0, erased: 0 }
  for (let round = 0; round < erasure.tries; round += 1) {
    const load = await prepareLoad(round, { drafts: 2, ready: 0 })
    const taken = send(at.portal(), load, () => 1)
    await taken.ended
    const targets = await targetsOf(load, taken.acknowledged)
    const { erased, ended } = eraseAll(at.portal(), targets, random)
    const [answers, more] = [Math.floor(random() * targets.length), random() * 100]
    for (let waited = 0; waited < 15_000 && erased.length < answers; waited += 2) await pause(2)
    await pause(more)
    await at.portal().kill()
    await ended
    await at.start()
    expect(await halfErased(targets, erased), `round ${round}`).toEqual([])
    figures.files += targets.length
    figures.erased += erased.length
  }
  expect(figures.files).toBeGreaterThan(0)
  erasure.done(erasure.tries, { files: figures })
})

const asked = heavy('kill-erasure-asked', { quick: 1, long: 20 })

test('kill -9 during erasures that applicants request: each is complete or did not start, and can be requested again', {
  timeout: asked.tries * 120_000,
}, async () => {
  const random = randomFrom(asked.seed + 3)
  const figures = { qualifications: 0, said: 0, erased: 0 }
  for (let round = 0; round < asked.tries; round += 1) {
    const targets = await prepareTargets(6)
    const { erased: said, ended } = await requestAll(at.portal(), targets, random)
    await untilCount(() => said.length, Math.floor(random() * targets.length))
    await pause(random() * 100)
    await at.portal().kill()
    await ended
    await at.start()
    expect(await brokenErasures(targets, said), `round ${round}`).toEqual([])
    const gone = await erasedAmong(targets)
    figures.qualifications += targets.length
    figures.said += said.length
    figures.erased += gone.length

    const again = targets.find(({ id }) => !gone.includes(id))
    if (again) await askAgain(again, random)
    const all = await erasedAmong(targets)
    expect(all.length).toBe(gone.length + (again ? 1 : 0))
    expect(await brokenErasures(targets, all), `round ${round}, again`).toEqual([])
    expect(await leftInStore(targets, all), `round ${round}`).toEqual([])
  }
  asked.done(asked.tries, figures)
})

/** The code may have been used up, and another is not sent to a number so soon. */
async function askAgain(target: Target, random: () => number): Promise<void> {
  await age(target.phone, 3_600)
  await (await requestAll(at.portal(), [target], random)).ended
}

async function untilCount(count: () => number | Promise<number>, least: number): Promise<void> {
  for (let waited = 0; waited < 15_000 && (await count()) < least; waited += 2) await pause(2)
}

const due = heavy('kill-erasure-due', { quick: 1, long: 20 })

test('kill -9 during the daily erasing: each is complete or did not start, and the next run does the rest', {
  timeout: due.tries * 120_000 + 60_000,
}, async () => {
  const random = randomFrom(due.seed + 4)
  const [targets, figures] = [[] as Target[], { qualifications: 0, leftByKills: 0 }]
  const runOnce = async (kills: boolean) => {
    const queue = await openQueue()
    try {
      const before = (await erasedAmong(targets)).length
      const id = await queue.begin()
      await queue.until(id, kills ? 'active' : 'completed')
      if (!kills) return
      // It takes ten at a time: before the first, in the middle, or as the last ones finish.
      const least = before + Math.floor(random() * (targets.length - before))
      await untilCount(async () => (await erasedAmong(targets)).length, least)
      await pause(random() * 60)
      await at.portal().kill()
    } finally {
      await queue.close()
    }
    await at.start()
  }
  for (let round = 0; round < due.tries; round += 1) {
    const more = await prepareTargets(12)
    for (const { id } of more) await endedAgo(id, 'WITHDRAWN', 91)
    targets.push(...more)
    await runOnce(true)
    expect(await brokenErasures(targets, []), `round ${round}`).toEqual([])
    figures.leftByKills += targets.length - (await erasedAmong(targets)).length
  }
  await runOnce(false)
  const all = targets.map(({ id }) => id)
  expect(await brokenErasures(targets, all)).toEqual([])
  expect(await leftInStore(targets, all)).toEqual([])
  figures.qualifications = targets.length
  due.done(due.tries, figures)
})

const making = heavy('kill-backup', { quick: 1, long: 20 })

test('kill -9 of a backup hinders neither the portal nor the next backup, and leaves nothing that passes for one', {
  timeout: making.tries * 120_000 + 240_000,
}, async () => {
  const random = randomFrom(making.seed + 1)
  const began = Date.now()
  await succeeded(startBackup(environment, path.join(folder, 'whole')))
  const lasts = Date.now() - began
  const target = path.join(folder, 'killed')
  const figures = { kills: 0, finishedBefore: 0 }
  for (let round = 0; round < making.tries; round += 1) {
    const load = await prepareLoad(1_000 + round, { drafts: 1, ready: 1 })
    const { acknowledged, ended } = send(at.portal(), load, random)
    const backup = startBackup(environment, target)
    await backup.said(/Backing up/, 60)
    await Promise.race([pause(random() * lasts), backup.exited])
    await backup.kill()
    await ended
    await untilReady(at.portal())
    expect(await brokenAfter(acknowledged), `round ${round}`).toEqual([])
    figures.kills += 1
    if (existsSync(path.join(target, 'manifest.json'))) {
      await verifyBackup(target, () => {})
      rmSync(target, { recursive: true })
      figures.finishedBefore += 1
    } else if (existsSync(target)) {
      await expect(verifyBackup(target, () => {})).rejects.toThrow(/never finished|no backup/)
    }
  }
  await succeeded(startBackup(environment, target))
  await verifyBackup(target, () => {})
  expect(await database().$queryRaw`SELECT 1 FROM pg_replication_slots`).toEqual([])
  making.done(making.tries, figures)
})

const restoring = heavy('kill-restore', { quick: 1, long: 20 })
const KILLS_EACH = 3

test('kill -9 of a restore: nothing is served before it is finished, and again it is finished', {
  timeout: restoring.tries * 240_000 + 240_000,
}, async () => {
  const random = randomFrom(restoring.seed + 2)
  const backup = path.join(folder, 'whole')
  const tombstones = path.join(dataFolder, 'tombstones.jsonl')
  const restore = (to: string) => startRestore({ ...environment, ZHUNXIN_DATA: to }, backup, '--tombstones', tombstones)
  const unkilled = path.join(folder, 'unkilled')
  const began = Date.now()
  await succeeded(restore(unkilled))
  const lasts = Date.now() - began
  const expected = await contentOf(unkilled)
  expect(expected.blobs).not.toEqual([])

  let kills = 0
  for (let round = 0; round < restoring.tries; round += 1) {
    const to = path.join(folder, `restored-${round}`)
    for (let kill = 0; kill < KILLS_EACH; kill += 1) {
      const command = restore(to)
      await command.said(/Verifying/, 60)
      await Promise.race([pause(random() * lasts), command.exited])
      await command.kill()
      kills += 1
      const isServed = existsSync(path.join(to, 'postgres')) && !existsSync(path.join(to, 'restoring'))
      if (isServed) break // it finished before
    }
    if (existsSync(path.join(to, 'restoring')) || !existsSync(path.join(to, 'postgres'))) await succeeded(restore(to))
    expect(await contentOf(to), `round ${round}`).toEqual(expected)
    rmSync(to, { recursive: true })
  }
  restoring.done(restoring.tries, { kills })
})

/** Returns the content of a data folder, as far as two restores of one backup must be the same. */
async function contentOf(folder: string) {
  const server = await startEmbedded({ dataFolder: folder })
  const client = new pg.Client({ connectionString: server.url() })
  await client.connect()
  try {
    const ids = async (text: string) => (await client.query<{ id: string }>(text)).rows.map(({ id }) => id)
    return {
      rows: await ids('SELECT id FROM stored_blobs ORDER BY id'),
      erased: await ids('SELECT data_key_id AS id FROM tombstones ORDER BY 1'),
      qualifications: await ids('SELECT id FROM qualifications ORDER BY id'),
      blobs: blobsIn(path.join(folder, 'blobs')),
      inFile: readFileSync(path.join(folder, 'tombstones.jsonl'), 'utf8').split('\n').sort(),
    }
  } finally {
    await client.end()
    await server.stop()
  }
}

const blobsIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
    .map(({ name }) => name)
    .sort()
