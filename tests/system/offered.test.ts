import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anAdministrator } from '@/tests/factories/people'
import { specimen } from '@/tests/factories/specimens'
import { type EmbeddedPortal, startEmbeddedPortal } from '@/tests/setup/embedded-portal'

/*
 * Runs what README and CONTRIBUTING offer next to a portal, in its smallest form, as it is typed: by npm.
 * `tests/offered-commands.test.ts` compares what they offer with what is run.
 */

const PASSPHRASE = '石榴 Trombone 七月 velvet'

let at: EmbeddedPortal
let folder: string
let keyring: string
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-offered-'))
  keyring = path.join(folder, 'keyring.json')
  const keys = { test: Buffer.alloc(32, 7).toString('base64') }
  writeFileSync(keyring, JSON.stringify({ active: 'test', keys }))
  at = await startEmbeddedPortal('offered', { env: { ZHUNXIN_KEYRING: keyring } })
})
afterAll(async () => {
  await at?.stop()
  rmSync(folder, { recursive: true, force: true })
})

type Asked = { args?: readonly string[]; input?: string; env?: Record<string, string> }

/** Runs a command by its name, and returns its exit code and what it said. */
async function npm(
  name: string,
  { args = [], input, env = {} }: Asked = {},
): Promise<{ code: number | null; said: string }> {
  const child = spawn('npm', ['run', '--silent', name, '--', ...args], {
    env: { ...process.env, NODE_ENV: 'production', READ_DOCUMENTS: '0', ...at.environment, ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  }
  child.stdin?.end(input)
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, said }
}

async function works(name: string, given?: Asked): Promise<string> {
  const { code, said } = await npm(name, given)
  expect(code, said).toBe(0)
  expect(said).not.toMatch(/^\s+at /m)
  return said
}

test('doctor, keys:check, audit:verify and vault:scrub find nothing wrong', async () => {
  expect(await works('doctor')).toMatch(/^ok +database /m)
  expect(await works('keys:check')).toContain('"test"')
  expect(await works('audit:verify')).toMatch(/\d+/)
  expect(await works('vault:scrub')).toMatch(/0/)
})

test('admin:reset prints a link', async () => {
  await anAdministrator()
  expect(await works('admin:reset')).toMatch(/http:\/\/\S+\/staff\/access\/[\w-]+/)
})

test('keys:export and keys:import carry the keyring to another folder', async () => {
  const file = path.join(folder, 'exported')
  await works('keys:export', { args: [file], input: `${PASSPHRASE}\n` })
  expect(readFileSync(file, 'utf8')).not.toContain(Buffer.alloc(32, 7).toString('base64'))
  const other = path.join(folder, 'other')
  mkdirSync(other)
  const env = { ZHUNXIN_DATA: other, ZHUNXIN_KEYRING: '' }
  await works('keys:import', { args: [file], input: `${PASSPHRASE}\n`, env })
  expect(JSON.parse(readFileSync(path.join(other, 'keyring.json'), 'utf8'))).toEqual(
    JSON.parse(readFileSync(keyring, 'utf8')),
  )
})

test('keys:rotate wraps everything under the active key, and keys:forget names the processes when there is none such', async () => {
  expect(await works('keys:rotate')).toMatch(/"test"|active/)
  const { code, said } = await npm('keys:forget', { args: ['nobody'] })
  expect(code).toBe(1)
  expect(said).toContain('nobody')
})

test('vault:inspect and checks:read say what is in a file, and store nothing', async () => {
  const file = path.join(folder, 'id.jpg')
  writeFileSync(file, await specimen('ID_PORTRAIT'))
  expect(JSON.parse(await works('vault:inspect', { args: [file] }))).toMatchObject({
    file: expect.stringContaining('id.jpg'),
  })
  const read = (await works('checks:read', { args: ['--kind', 'ID_PORTRAIT', file] })).trim().split('\n').at(-1) ?? ''
  expect(JSON.parse(read)).toMatchObject({ file: expect.stringContaining('id.jpg') })
})
