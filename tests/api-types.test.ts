import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApiOf } from '@/lib/web/api/openapi'
import { OPERATIONS } from '@/lib/web/api/operations/all'

const run = promisify(execFile)
const HEADING =
  '// Generated from /api/v1/openapi.json by openapi-typescript: `npx vitest run --project unit tests/api-types -u`.\n\n'
const TIMEOUT = 120_000

let folder: string
let description: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'zhunxin-api-'))
  description = path.join(folder, 'openapi.json')
  await writeFile(description, JSON.stringify(openApiOf(OPERATIONS)))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('the description follows the rules of OpenAPI', { timeout: TIMEOUT }, async () => {
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }
  const lint = ['node_modules/@redocly/cli/bin/cli.js', 'lint', '--format=json', description]
  const { stdout } = await run(process.execPath, lint, { env }).catch((failed: { stdout: string }) => failed)
  const problems = (JSON.parse(stdout) as { problems: { message: string }[] }).problems
  expect(problems.map(({ message }) => message)).toEqual([])
})

test('the types for clients are those of the description', { timeout: TIMEOUT }, async ({ expect: here }) => {
  const types = path.join(folder, 'api.d.ts')
  const generate = ['--import', './tests/setup/typescript-5.mjs', 'node_modules/openapi-typescript/bin/cli.js']
  await run(process.execPath, [...generate, description, '--output', types])
  await here(HEADING + (await readFile(types, 'utf8'))).toMatchFileSnapshot('../examples/api.d.ts')
})
