import { afterAll, beforeAll, expect, test } from 'vitest'
import { database, disconnect } from '@/lib/db/client'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { blobStore } from '@/lib/storage/blob-store'
import { anAccessCase } from '@/tests/factories/access-cases'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { startLossyProxy } from '@/tests/setup/lost-commits'

const proxy = await startLossyProxy(process.env.DATABASE_URL ?? '')
process.env.DATABASE_URL = proxy.url

beforeAll(bundleDecoder)
afterAll(async () => {
  decoderPool().close()
  await disconnect()
  proxy.stop()
})

async function stored(): Promise<string[]> {
  const ids: string[] = []
  for await (const { id } of blobStore().list()) ids.push(id)
  return ids.sort()
}

test('pictures whose commit was lost on the way are in the store exactly if it happened', async () => {
  const person = await aRegisteredApplicant()
  const submit = () => anAccessCase(person, 2)
  const blobs = async () => (await database().storedBlob.findMany()).map(({ id }) => id).sort()
  expect(await proxy.loseCommit('"access_case_files"', 'NEVER', submit)).toMatchObject({ status: 'rejected' })
  expect([await blobs(), await stored()]).toEqual([[], []])
  expect(await proxy.loseCommit('"access_case_files"', 'LATE', submit)).toMatchObject({ status: 'rejected' })
  expect(await blobs()).toHaveLength(6) // an original, a rendition and a thumbnail of each
  expect(await stored()).toEqual(await blobs())
})
