import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { secrets } from './decoder-files'

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
