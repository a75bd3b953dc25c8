import { expect, test, vi } from 'vitest'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { createHealth } from './health'

/** Imitates a system without this program, whose other programs stay. */
vi.mock(import('node:fs'), async (original) => {
  const fs = await original()
  return { ...fs, existsSync: (place) => !place.toString().endsWith('/prlimit') && fs.existsSync(place) }
})

const readiness = () => createHealth().readDetails()

test.skipIf(process.platform !== 'linux')('layers that decoders lack are named', async () => {
  expect((await readiness()).warnings).toContain('DECODERS_NOT_ISOLATED')
  const lacking = async () => (await readiness()).decodersLack
  await vi.waitFor(async () => expect(await lacking()).not.toEqual(['NOT_KNOWN_YET']), 2 * PATIENCE)
  const limits = ['MEMORY_LIMIT', 'STACK_LIMIT', 'FILE_SIZE_LIMIT', 'CORE_LIMIT']
  expect(await lacking()).toEqual(expect.arrayContaining(limits))
  expect(await lacking()).not.toContain('ENDS_WITH_PORTAL')
})
