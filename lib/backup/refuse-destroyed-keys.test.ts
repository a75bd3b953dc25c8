import { expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { parseKeyring } from '@/lib/crypto/parse-keyring'
import { BackupRefusal, type Manifest } from './backup-format'
import { refuseDestroyedKeys } from './refuse-destroyed-keys'

const key = Buffer.alloc(32, 1).toString('base64')
const keyring = parseKeyring(
  JSON.stringify({
    active: 'k2',
    keys: { k2: key },
    history: { k1: { retiredAt: '2026-10-01T00:00:00.000Z', destroyedAt: '2026-11-05T00:00:00.000Z' } },
  }),
)

const aManifest = (takenAt: string, keyringIds?: string[]): Manifest => ({
  ...{ format: 1, id: newId(), takenAt, missing: [], withKeys: false, files: 'ab'.repeat(32) },
  database: { kind: 'cluster', major: 17 },
  ...(keyringIds ? { keyringIds } : {}),
})

test('a backup that needs a destroyed key is refused, naming the key and since when', () => {
  const refused = () => refuseDestroyedKeys(aManifest('2026-10-01T00:00:05.000Z', ['k1', 'k2']), keyring)
  expect(refused).toThrow(BackupRefusal)
  expect(refused).toThrow(/2026-10-01.*can't be restored.*"k1".*destroyed on 2026-11-05/)
})

test.each([
  ['2026-09-30T23:59:59.000Z', true],
  ['2026-10-01T00:00:00.000Z', false],
])('one of an earlier version, which does not name its keys, by its time: %s', (takenAt, isRefused) => {
  const attempt = () => refuseDestroyedKeys(aManifest(takenAt), keyring)
  if (isRefused) expect(attempt).toThrow(BackupRefusal)
  else expect(attempt).not.toThrow()
})

test('no other is: under a key that is there, or one that is merely missing, or without a keyring yet', () => {
  expect(() => refuseDestroyedKeys(aManifest('2026-11-01T00:00:00.000Z', ['k2']), keyring)).not.toThrow()
  expect(() => refuseDestroyedKeys(aManifest('2026-11-01T00:00:00.000Z', ['k7']), keyring)).not.toThrow()
  expect(() => refuseDestroyedKeys(aManifest('2026-09-01T00:00:00.000Z', ['k1']), null)).not.toThrow()
})
