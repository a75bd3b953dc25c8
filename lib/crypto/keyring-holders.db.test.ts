import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { hostname } from 'node:os'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { env } from '@/lib/core/env'
import { newId } from '@/lib/core/ids'
import { installationId } from '@/lib/core/installation-id'
import { database } from '@/lib/db/client'
import { interleaveWith } from '@/tests/setup/interleave'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { keyringHolders, possibleHolders, startHoldingKeyring } from './keyring-holders'

const ends: (() => unknown)[] = []
beforeEach(() => database().keyringHolder.deleteMany())
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
  vi.useRealTimers()
})

const placeOf = async (pid: number) =>
  `${hostname()}, data folder ${(await installationId(env().ZHUNXIN_DATA)).slice(0, 8)}, process ${pid}`
const aRow = async (place: string, secondsAgo = 21) => {
  await database().$executeRaw`
    INSERT INTO keyring_holders (id, place, active_id, held, beat_at)
    VALUES (${newId()}::uuid, ${place}, 'k1', '{k1:0123456789abcdef}',
      clock_timestamp() - make_interval(secs => ${secondsAgo}))`
  return place
}
const start = async () => {
  const holding = await startHoldingKeyring()
  ends.push(() => holding.stop())
  return holding
}
const aProcess = (): ChildProcess & { pid: number } => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1_000)'], { stdio: 'ignore' })
  ends.push(() => child.kill('SIGKILL'))
  return child as ChildProcess & { pid: number }
}
/** Ends a process, and waits until its number is free. */
const kill = async (child: ChildProcess) => {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}
const silent = async () => (await possibleHolders()).filter(({ isSilent }) => isSilent).map(({ place }) => place)

test('a silent process is waited for no more, and may still have its keys', async () => {
  const place = await aRow('elsewhere')
  await start()
  expect(await keyringHolders()).toMatchObject([{ place: await placeOf(process.pid), isSilent: false }])
  expect(await silent()).toEqual([place])
})

test('of silent processes on this machine and data folder those that run no more are removed; a paused one is not', async () => {
  const [killed, paused] = [aProcess(), aProcess()]
  paused.kill('SIGSTOP')
  await aRow(await placeOf(killed.pid))
  const stays = await aRow(await placeOf(paused.pid))
  await kill(killed)
  await start()
  expect(await silent()).toEqual([stays])
})

test('what was killed is removed while another process goes on', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const child = aProcess()
  await aRow(await placeOf(child.pid))
  await start()
  expect(await silent()).toHaveLength(1)
  await kill(child)
  vi.advanceTimersByTime(5_000)
  await vi.waitUntil(async () => (await silent()).length === 0, PATIENCE)
})

test('an earlier process of the same number, as in a container that was restarted, has ended', async () => {
  await aRow(await placeOf(process.pid))
  await start()
  expect(await silent()).toEqual([])
})

test('nothing is concluded about another machine, another data folder, or one that reported recently', async () => {
  const child = aProcess()
  await kill(child)
  const others = [
    await aRow(`another-${hostname()}, data folder 0198c0de, process ${child.pid}`),
    await aRow(`${hostname()}, data folder 0198c0de, process ${child.pid}`),
  ]
  const recent = await aRow(await placeOf(child.pid), 10)
  await start()
  expect((await silent()).sort()).toEqual(others.sort())
  expect((await keyringHolders()).map(({ place }) => place)).toContain(recent)
})

test('one that stops while it reports leaves no row', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const holding = await startHoldingKeyring()
  await interleaveWith(
    (tx) => tx.keyringHolder.deleteMany(),
    () => {
      vi.advanceTimersByTime(5_000)
      return holding.stop()
    },
  )
  expect(await possibleHolders()).toEqual([])
})
