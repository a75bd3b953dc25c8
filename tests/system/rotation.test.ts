import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keyring } from '@/lib/crypto/keyring'
import { countUnderOtherKeys } from '@/lib/crypto/rewrap-keys'
import { database } from '@/lib/db/client'
import { settled } from '@/tests/factories/uploads'
import { ask } from '@/tests/setup/http'
import { startCommand, startPortal } from '@/tests/setup/portal'
import { type System, startSystem } from '@/tests/setup/system'
import { type Load, prepareLoad, send } from './kill/load'
import { brokenAfter } from './kill/whole'

let system: System
const keyringFile = () => path.join(system.dataFolder, 'keyring.json')

beforeAll(async () => {
  system = await startSystem({ ZHUNXIN_KEYRING: '' }) // with a keyring of its own, in its data folder
})
afterAll(() => system?.stop())

async function uploaded(
  round: number,
): Promise<{ fileIds: string[]; cookie: string; isWhole: () => Promise<string[]> }> {
  const load: Load = await prepareLoad(round, { drafts: 1, ready: 0 })
  const { acknowledged, ended } = send(system.portal, load, () => 0.9)
  await ended
  expect(acknowledged.uploads).toHaveLength(load.uploads.length)
  const cookie = load.uploads[0]?.owner.cookie ?? ''
  for (const { fileId } of acknowledged.uploads) await settled(fileId)
  return { fileIds: acknowledged.uploads.map(({ fileId }) => fileId), cookie, isWhole: () => brokenAfter(acknowledged) }
}

async function statuses({ fileIds, cookie }: { fileIds: string[]; cookie: string }): Promise<number[]> {
  const headers = { cookie, 'sec-fetch-site': 'same-origin' }
  const answers = await Promise.all(
    fileIds.map((id) => ask(system.portal.url, `/api/files/${id}/rendition`, { headers })),
  )
  return answers.map(({ status }) => status)
}

const command = (...args: string[]) => startCommand('scripts/keys.mjs', system.environment, args)

test('keys are rotated while the portal serves; without the new one it does not start again, and says which', async () => {
  const before = await uploaded(1)
  expect(new Set(await statuses(before))).toEqual(new Set([200]))

  const rotation = command('--rotate', '--new')
  const answered: number[] = []
  let isOver = false
  void rotation.exited.then(() => {
    isOver = true
  })
  while (!isOver) answered.push(...(await statuses(before)))
  expect(await rotation.exited, rotation.output()).toBe(0)
  expect(rotation.output()).toMatch(/Waiting until each process can open .*process \d+/)
  expect(new Set(answered)).toEqual(new Set([200]))

  const after = await uploaded(2)
  const { activeId } = keyring()
  expect(await countUnderOtherKeys()).toBe(0)
  expect(await database().dataKey.count({ where: { keyringId: activeId } })).toBeGreaterThan(8)
  for (const files of [before, after]) {
    expect(new Set(await statuses(files))).toEqual(new Set([200]))
    expect(await files.isWhole()).toEqual([])
  }
  const check = command('--check')
  expect(await check.exited, check.output()).toBe(0)
  expect(check.output()).toMatch(/"k1" .*wraps nothing here/)

  await system.portal.stop()
  const whole = readFileSync(keyringFile(), 'utf8')
  const { keys } = JSON.parse(whole) as { keys: Record<string, string> }
  writeFileSync(keyringFile(), JSON.stringify({ active: 'k1', keys: { k1: keys.k1 } }))
  const env = system.environment
  const refused = await startPortal({
    dataFolder: system.dataFolder,
    port: Number(env.PORT),
    env,
    waitUntilReady: false,
  })
  expect(await refused.exited).toBe(1)
  expect(refused.output().replaceAll('\\"', '"')).toContain(`lacks the key "${activeId}"`) // a line of JSON
  expect(refused.output()).not.toMatch(/^\s+at /m)
  writeFileSync(keyringFile(), whole)
})
