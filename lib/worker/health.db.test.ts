import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { appendCheckpoints } from '@/lib/audit-log/checkpoint-file'
import { asOwner } from '@/lib/db/owner'
import { scrubVault } from '@/lib/documents/scrub-vault'
import { blobPlace } from '@/lib/storage/store-port'
import { rewriteAsOwner, sequenceAll, someEvents } from '@/tests/factories/audit-log'
import { aFileInVault } from '@/tests/factories/stored-files'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { CONDITIONS } from './conditions/table'
import { createHealth } from './health'

const given = vi.hoisted((): { AUDIT_WITNESS_URL?: string } => ({}))
vi.mock(import('@/lib/core/env'), async (original) => {
  const { env, ...rest } = await original()
  return { ...rest, env: () => ({ ...env(), ...given }) }
})

/** On a busy machine a probe takes longer than an operator would wait. */
vi.mock(import('./probe-limit'), () => ({ PROBE_LIMIT: PATIENCE }))

/** Reads the details by looks of their own: nothing that was found before is shown. */
const readiness = () => createHealth().readDetails()

/**
 * Reads health without the measures of decoders, which a busy machine needs longer for: they have a test of their own.
 */
const health = async () => {
  const { decodersLack: _, warnings, ...rest } = await readiness()
  return { ...rest, warnings: warnings.filter((kind) => kind !== 'DECODERS_NOT_ISOLATED') }
}

test('a missing worker and a missing document are warnings, and no reason to serve nobody', async () => {
  const file = await aFileInVault()
  const before = await health()
  expect(before).toMatchObject({ status: 'ok', checks: { database: 'ok', storage: 'ok' } })
  expect(before.warnings).toEqual(['KEYRING_NOT_WRITABLE', 'WORKER_MISSING'])

  rmSync(join(process.env.ZHUNXIN_DATA ?? '', 'blobs', blobPlace(file.original)))
  await scrubVault({ isNew: true })
  expect(await health()).toEqual({ ...before, warnings: ['VAULT_AT_FAULT', ...before.warnings] })
})

test('rights that the portal never uses are a warning, and named', async () => {
  const before = await health()
  await asOwner((client) => client.query('GRANT TRUNCATE ON users TO PUBLIC'))
  const after = await readiness()
  expect(after).toMatchObject({ status: 'ok', tooManyRights: ['TRUNCATE'] })
  expect(after.warnings).toContain('DATABASE_ROLE_TOO_STRONG')
  await asOwner((client) => client.query('REVOKE TRUNCATE ON users FROM PUBLIC'))
  expect(await health()).toEqual(before)
})

test('conditions are looked at once for all who ask, and not again for those who ask right after', async () => {
  const probe = vi.spyOn(CONDITIONS.JOBS_STUCK, 'probe')
  const { readDetails } = createHealth()
  await Promise.all(Array.from({ length: 20 }, readDetails))
  await readDetails()
  expect(probe).toHaveBeenCalledTimes(1)
  probe.mockRestore()
})

describe('warnings about the audit log', () => {
  const warned = async () => (await readiness()).warnings.filter((one) => one.startsWith('AUDIT_LOG'))

  test('events that wait for their place are reported after half a minute', async () => {
    await someEvents(1)
    expect(await warned()).toEqual([])
    await rewriteAsOwner(`UPDATE audit_events SET at = at - interval '31 seconds'`)
    expect(await warned()).toEqual(['AUDIT_LOG_BEHIND'])
    await sequenceAll()
    expect(await warned()).toEqual([])
  })

  test('a file outside the database that knows of another log', async () => {
    await appendCheckpoints()
    const file = join(process.env.ZHUNXIN_DATA ?? '', 'audit', 'checkpoints.txt')
    expect(await warned()).toEqual([])
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`),
    )
    expect(await warned()).toEqual(['AUDIT_LOG_CONTRADICTED'])
    rmSync(file)
    expect(await warned()).toEqual([])
  })

  test('a witness, where there is one, that cosigned nothing for two minutes', async () => {
    await rewriteAsOwner(`UPDATE audit_checkpoints SET at = at - interval '121 seconds'`)
    expect(await warned()).toEqual([])
    given.AUDIT_WITNESS_URL = 'http://127.0.0.1:9'
    expect(await warned()).toEqual(['AUDIT_LOG_NOT_WITNESSED'])
  })
})
