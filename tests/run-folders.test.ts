import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { isRunning } from '@/lib/imaging/testing/in-decoders-place'
import { PATIENCE } from './setup/patience.mjs'
import { freePort } from './setup/ports'

let place: string

beforeAll(() => {
  place = mkdtempSync(path.join(realpathSync(tmpdir()), 'leftovers-'))
})
afterAll(() => rmSync(place, { recursive: true, force: true }))

/** Starts a run of tests, and in it a server that outlives it. */
async function startRun() {
  const program = `
    import { spawn } from 'node:child_process'
    import { ensureFolderOfRun } from '${path.resolve('scripts/test/run-folders.mjs')}'
    ensureFolderOfRun()
    const folder = process.env.TMPDIR
    ensureFolderOfRun()
    const server = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1_000)'], { detached: true, stdio: 'ignore' })
    server.unref()
    console.log(JSON.stringify({ folder, isSame: folder === process.env.TMPDIR, server: server.pid }))
    process.stdin.resume().once('end', () => process.exit())`
  const run = spawn(process.execPath, ['--input-type=module', '-e', program], {
    env: { ...process.env, TMPDIR: place },
  })
  const ended = once(run, 'exit')
  const [said] = await once(run.stdout, 'data')
  const { folder, isSame, server }: { folder: string; isSame: boolean; server: number } = JSON.parse(String(said))
  expect([path.dirname(folder), existsSync(folder), isSame]).toEqual([place, true, true])
  const kill = (signal: NodeJS.Signals) => run.kill(signal) && ended
  return { folder, server, kill, end: () => run.stdin.end() && ended }
}

test('what a killed run left is ended and removed by the next, and a run in progress keeps its own', async () => {
  const [killed, goesOn] = [await startRun(), await startRun()]
  await killed.kill('SIGKILL')
  expect([existsSync(killed.folder), isRunning(killed.server)]).toEqual([true, true])
  const next = await startRun()
  expect(existsSync(killed.folder)).toBe(false)
  await vi.waitUntil(() => !isRunning(killed.server), PATIENCE)
  expect([existsSync(goesOn.folder), isRunning(goesOn.server)]).toEqual([true, true])
  for (const run of [next, goesOn]) {
    await run.end()
    expect(existsSync(run.folder)).toBe(false)
    process.kill(run.server)
  }
})

test('no port is given twice in a run, nor one from which connections are made', async () => {
  const ports = await Promise.all(Array.from({ length: 50 }, freePort))
  expect(new Set(ports).size).toBe(50)
  for (const port of ports) expect(port).toBeLessThan(32_768)
})
