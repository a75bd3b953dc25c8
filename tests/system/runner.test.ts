import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isRunning } from '@/lib/imaging/testing/in-decoders-place'

const RUNNER = path.resolve('scripts/test')
let folder: string

beforeAll(() => {
  mkdirSync('.build', { recursive: true })
  folder = mkdtempSync(path.resolve('.build/runner-')) // where packages are found
  write(
    'vitest.config.mjs',
    `export default { test: { include: ['*.test.mjs'], maxWorkers: 2, testTimeout: 600_000 } }`,
  )
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, content: string) {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
  writeFileSync(path.join(folder, name), content)
}

/** Runs a program with the runner's functions; returns what it printed at the end, a line each, and its exit code. */
async function run(program: string) {
  write(
    'run.mjs',
    `import { playwright } from '${RUNNER}/playwright.mjs'
     import { conclude } from '${RUNNER}/tally.mjs'
     import { settle, vitest } from '${RUNNER}/vitest.mjs'
     const how = { folder: '${folder}', reports: '${folder}/reports' }
     ${program}`,
  )
  const { CI: _, VITEST: __, ...env } = process.env
  const child = spawn(process.execPath, [path.join(folder, 'run.mjs')], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  const closed = once(child, 'close')
  const said = await text(child.stdout)
  const [code] = await closed
  const ends = said.split('\n').filter((line) => /^(flaky|failed|skipped): |^\d+ passed/.test(line))
  return { code, ends: ends.map((line) => line.replaceAll(`${path.relative('.', folder)}/`, '')), said }
}

const TEST = (body: string, name = 'a test') => `
  import { existsSync, writeFileSync } from 'node:fs'
  import { expect, test } from 'vitest'
  test('${name}', async () => { ${body} })`

const FAILS_ONCE = (mark: string) => `
  const isAgain = existsSync('${mark}')
  writeFileSync('${mark}', '')
  expect(isAgain).toBe(true)`

const VITEST = (...files: string[]) => `
  const run = await vitest(${JSON.stringify(files)}, how)
  conclude([await settle([run], how)])`

test('what fails once is flaky, what fails twice has failed', async () => {
  write('passes.test.mjs', TEST('', 'passes'))
  write('once.test.mjs', `${TEST(FAILS_ONCE(`${folder}/once`), 'fails once')}\n test('beside it', () => {})`)
  expect(await run(VITEST('passes', 'once'))).toMatchObject({
    code: 0,
    ends: [
      'flaky: once.test.mjs › fails once: AssertionError: expected false to be true // Object.is equality',
      '3 passed, 0 failed, 0 skipped, 1 flaky',
    ],
  })
  rmSync(`${folder}/once`)
  write('twice.test.mjs', TEST('expect(1).toBe(2)', 'fails twice'))
  expect(await run(VITEST('passes', 'once', 'twice'))).toMatchObject({
    code: 1,
    ends: [
      expect.stringContaining('flaky: once.test.mjs › fails once: '),
      'failed: twice.test.mjs › fails twice: AssertionError: expected 1 to be 2 // Object.is equality',
      '3 passed, 1 failed, 0 skipped, 1 flaky',
    ],
  })
})

test('what is no failure of a file is not forgiven: an error of no test, a worker that died', async () => {
  write('passes.test.mjs', TEST('', 'passes'))
  write(
    'late.test.mjs',
    TEST(`Promise.reject(new Error('nobody waits')); await new Promise((ended) => setTimeout(ended, 50))`),
  )
  write('dies.test.mjs', TEST(`process.kill(process.pid, 'SIGKILL')`))
  const { code, ends } = await run(VITEST('passes', 'late', 'dies'))
  expect(code).toBe(1)
  expect(ends).toContain('failed: dies.test.mjs: no result')
  expect(ends).toContain('failed: late.test.mjs: Error: nobody waits')
  expect(ends.at(-1)).toMatch(/^2 passed, \d failed, 0 skipped, 0 flaky$/)
})

test('no more than six files run again', async () => {
  const names = Array.from({ length: 7 }, (_, at) => `many-${at}`)
  for (const name of names) write(`${name}.test.mjs`, TEST(FAILS_ONCE(`${folder}/${name}`)))
  const { code, ends } = await run(VITEST('many'))
  expect([code, ends.at(-1)]).toEqual([1, '0 passed, 7 failed, 0 skipped, 0 flaky'])
})

test('at its limit a stage names what was running, and ends all that it started', async () => {
  write(
    'hangs.test.mjs',
    `import { spawn } from 'node:child_process'
     ${TEST(`
       const deaf = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1_000); console.log('on')"
       const child = spawn(process.execPath, ['-e', deaf], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] })
       await new Promise((said) => child.stdout.once('data', said))
       writeFileSync('${folder}/deaf', String(child.pid))
       await new Promise(() => {})`)}`,
  )
  write('passes.test.mjs', TEST('', 'passes'))
  const { code, ends } = await run(`
    import { existsSync } from 'node:fs'
    import { limitRun } from '${RUNNER}/limits.mjs'
    setInterval(() => existsSync('${folder}/deaf') && limitRun(0), 200).unref()
    ${VITEST('passes', 'hangs')}`)
  expect([code, ends]).toEqual([
    1,
    [
      expect.stringMatching(
        /^failed: tests took longer than they may: [\d.]+ min; running: (?:passes\.test\.mjs, )?hangs\.test\.mjs(?:, passes\.test\.mjs)?$/,
      ),
      '0 passed, 1 failed, 0 skipped, 0 flaky',
    ],
  ])
  expect(isRunning(Number(readFileSync(`${folder}/deaf`, 'utf8')))).toBe(false)
})

test('a signal is passed on to all that was started', async () => {
  rmSync(`${folder}/deaf`, { force: true })
  const { code } = await run(`
    import { existsSync } from 'node:fs'
    import { passSignalsOn } from '${RUNNER}/process-tree.mjs'
    passSignalsOn()
    const timer = setInterval(() => {
      if (!existsSync('${folder}/deaf')) return
      clearInterval(timer)
      process.kill(process.pid, 'SIGTERM')
    }, 200)
    ${VITEST('hangs')}`)
  expect(code).toBe(143)
  expect(isRunning(Number(readFileSync(`${folder}/deaf`, 'utf8')))).toBe(false)
})

const SPEC = (body: string) => `
  import { existsSync, writeFileSync } from 'node:fs'
  import { expect, test } from '@playwright/test'
  ${body}`

test('a browser test that failed runs again after the others and before those that come last', async () => {
  write(
    'playwright.config.ts',
    `import shared from '../../playwright.config'
     const projects = [
       { name: 'journeys', testMatch: 'e2e/*.spec.ts' },
       { name: 'afterwards', testMatch: 'e2e/afterwards/*.spec.ts', dependencies: ['journeys'] },
     ]
     export default { ...shared, testDir: '.', outputDir: 'results', globalSetup: undefined, projects }`,
  )
  const config = JSON.stringify(['--config', path.join(folder, 'playwright.config.ts')])
  const both = `conclude([await playwright(${config}, how)])`
  write('e2e/once.spec.ts', SPEC(`test('fails once', () => { ${FAILS_ONCE(`${folder}/spec`)} })`))
  write(
    'e2e/other.spec.ts',
    SPEC(`for (const n of [1, 2, 3]) test('passes ' + n, () => {}); test.skip('is left out', () => {})`),
  )
  write('e2e/afterwards/last.spec.ts', SPEC(`test('is last', () => expect(existsSync('${folder}/spec')).toBe(true))`))
  expect(await run(both)).toMatchObject({
    code: 0,
    ends: [
      expect.stringContaining('skipped: '),
      expect.stringMatching(/^flaky: \S*once\.spec\.ts › fails once: Error: expect\(received\)/),
      '5 passed, 0 failed, 1 skipped, 1 flaky',
    ],
  })
  write('e2e/once.spec.ts', SPEC(`test('fails twice', () => expect(1).toBe(2))`))
  const twice = await run(both)
  expect(twice.code).toBe(1)
  expect(twice.ends).toEqual([
    expect.stringContaining('skipped: '),
    expect.stringMatching(/^failed: \S*once\.spec\.ts › fails twice: Error: expect\(received\)/),
    expect.stringMatching(/^failed: \S*last\.spec\.ts › is last: did not run$/),
    '3 passed, 2 failed, 1 skipped, 0 flaky',
  ])
})
