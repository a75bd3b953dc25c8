import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { restoreUnderLoad } from '@/tests/setup/backups'
import { type EmbeddedPortal, startEmbeddedPortal } from '@/tests/setup/embedded-portal'
import { heavy } from '@/tests/setup/heavy'

const { tries, done } = heavy('backup-under-load-embedded', { quick: 1, long: 10 })

let at: EmbeddedPortal
beforeAll(async () => {
  at = await startEmbeddedPortal('backup-load')
})
afterAll(() => at?.stop())

test('a backup under load is restored, and its audit log verifies', { timeout: tries * 300_000 }, async () => {
  for (let round = 0; round < tries; round += 1) {
    const elsewhere = { ...at.environment, ZHUNXIN_DATA: path.join(at.folder, `restored-${round}`) }
    const verified = await restoreUnderLoad(at.environment, path.join(at.folder, `backup-${round}`), elsewhere)
    expect(verified).toMatch(/everything verifies/)
  }
  done(tries)
})
