import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'

const SENT = 'KANARIENVOGEL'

/** A program of its own, since what is captured is the process's. */
const PROGRAM = `
  import { captureOutput } from './lib/core/capture-output'
  import { reachRequest, withRequest } from './lib/core/current-request'
  captureOutput()
  const fail = () => new Error('${SENT}')
  console.error('${SENT}')
  console.warn('${SENT} %s', '${SENT}')
  withRequest('malformed', () => console.error('prefix ${SENT}', fail()))
  withRequest('reached', () => { reachRequest(); console.error(fail()) })
  process.emitWarning('${SENT}', { code: 'DEP1' })
  void Promise.reject(fail())
  setTimeout(() => { throw fail() }, 1)
  setTimeout(() => console.log('${SENT}'), 50)
`

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-capture-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the console, warnings and what nobody caught are lines of the log without content', async () => {
  const outfile = path.join(folder, 'program.cjs')
  await build({
    stdin: { contents: PROGRAM, resolveDir: process.cwd(), loader: 'ts' },
    alias: { 'server-only': path.resolve('node_modules/server-only/empty.js') },
    bundle: true,
    platform: 'node',
    outfile,
  })
  const env = { NODE_ENV: 'production' as const, PATH: process.env.PATH ?? '', LOG_LEVEL: 'debug' }
  const { stdout: output, stderr, status } = spawnSync(process.execPath, [outfile], { encoding: 'utf8', env })
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
  expect(output).not.toContain(SENT)
  const lines = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(lines.every(({ frames }) => frames.length > 0)).toBe(true)
  const seen = lines.map(({ level, requestId, msg, room, code }) => [level, msg, requestId ?? room ?? code])
  expect(seen).toEqual([
    [50, 'output', undefined],
    [40, 'output', undefined],
    [40, 'malformed request', 'malformed'],
    [50, 'bug', 'reached'],
    [40, 'warning', 'DEP1'],
    [50, 'bug', 'process'],
    [50, 'bug', 'process'],
    [20, 'output', undefined],
  ])
})
