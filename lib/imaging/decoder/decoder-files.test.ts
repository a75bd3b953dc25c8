import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { bundleDecoder } from '../testing/bundle-decoder'
import { decoderProgram, secrets } from './decoder-files'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-hidden-'))
  for (const name of ['keyring.json', 'smtp']) writeFileSync(path.join(folder, name), 'secret')
  vi.stubEnv('ZHUNXIN_DATA', folder)
  vi.stubEnv('ZHUNXIN_KEYRING', path.join(folder, 'keyring.json'))
  vi.stubEnv('SMTP_URL_FILE', path.join(folder, 'smtp'))
  vi.stubEnv('METRICS_TOKEN_FILE', path.join(folder, 'none'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('what a decoder may not see are the data folder, the keyring, and each file that has a secret', () => {
  expect(secrets()).toEqual({
    folders: [folder],
    files: [path.join(folder, 'keyring.json'), path.join(folder, 'smtp')],
  })
})

test('a child loads sharp at its start, and what few files need when it gets such a file', async () => {
  await bundleDecoder()
  const program = readFileSync(decoderProgram(), 'utf8')
  const atStart = [...program.matchAll(/^var .*\brequire\("([^"]+)"\)/gm)].map(([, name = '']) => name)
  expect([...new Set(atStart.filter((name) => !name.startsWith('node:')))]).toEqual(['sharp'])
})
