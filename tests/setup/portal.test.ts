import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { isRunning } from '@/lib/imaging/testing/in-decoders-place'
import { watch } from './portal'

const WHERE = { url: 'http://localhost:1', address: 'http://127.0.0.1:1' }

/** Starts a program that has another below it, and says the id of that one. */
function started(onTerm: string, patienceMs: number) {
  const program = `
    process.on('SIGTERM', () => { ${onTerm} })
    const below = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1_000)'])
    console.log('below ' + below.pid)
    setInterval(() => {}, 1_000)`
  return watch(
    spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'pipe'] }),
    WHERE,
    undefined,
    patienceMs,
  )
}

test('a program that ignores SIGTERM is killed with all that it started, and its test fails', async () => {
  const portal = started('', 500)
  const [, below] = await portal.said(/below (\d+)/)
  await expect(portal.stop()).rejects.toThrow('SIGTERM did not stop it in 0.5 s')
  expect([portal.pid, Number(below)].filter(isRunning)).toEqual([])
})

test('one that stops has its exit code', async () => {
  const portal = started('below.kill(); process.exit(3)', 60_000)
  await portal.said(/below/)
  expect(await portal.stop()).toBe(3)
})
