import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scrubVault } from '@/lib/documents/scrub-vault'
import { blobPlace } from '@/lib/storage/store-port'
import { aKeptFile } from '@/tests/factories/kept-files'
import { readiness } from './health'

test('a document that is missing is a warning, and no reason to serve nobody', async () => {
  const file = await aKeptFile()
  const before = await readiness()
  expect(before).toMatchObject({ checks: { database: 'ok', storage: 'ok' }, warnings: [] })

  rmSync(join(process.env.ZHUNXIN_DATA ?? '', 'blobs', blobPlace(file.original)))
  await scrubVault({ isNew: true })
  expect(await readiness()).toEqual({ ...before, warnings: ['VAULT_AT_FAULT'] })
})
