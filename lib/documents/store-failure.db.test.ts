import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { LIMITS, plain } from '@/lib/imaging/testing/sample-images'
import { markerPool } from '@/lib/imaging/watermark'
import type { S3Place } from '@/lib/storage/s3-calls'
import { aFileInVault } from '@/tests/factories/stored-files'
import { type Mood, startMoodyS3 } from '@/tests/setup/moody-s3'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { examineNow } from './examine-now'
import { readMarkedPage } from './mark-page'
import { findPage, readPage } from './read-file'
import { findOriginal } from './read-original'

// A store that never answers is waited for briefly, and asked a second time; one that is well may take its time.
vi.mock('@/lib/storage/s3-calls', async (original) => {
  const real = await original<typeof import('@/lib/storage/s3-calls')>()
  const s3Calls = async (place: S3Place) => {
    const patient = await real.s3Calls({ ...place, timeoutMs: PATIENCE })
    const impatient = await real.s3Calls({ ...place, timeoutMs: 500 })
    return new Proxy(patient, {
      get: (_, name) => Reflect.get(['silent', 'half'].includes(s3.at.mood) ? impatient : patient, name),
    })
  }
  return { ...real, s3Calls }
})

let s3: Awaited<ReturnType<typeof startMoodyS3>>
beforeAll(async () => {
  s3 = await startMoodyS3()
  vi.stubEnv('S3_BUCKET', 'vault')
  vi.stubEnv('S3_ENDPOINT', s3.endpoint)
  vi.stubEnv('S3_ACCESS_KEY_ID', 'id')
  vi.stubEnv('S3_SECRET_ACCESS_KEY', 'secret')
  await bundleDecoder()
})
beforeEach(() => {
  s3.at.mood = 'well'
})
afterAll(() => {
  vi.unstubAllEnvs()
  decoderPool().close()
  markerPool().close()
  s3.stop()
})

const tryAgain = expect.objectContaining({ name: 'DomainError', code: 'TRY_AGAIN' })
const mark = {
  ...{ viewerId: 'viewer', name: '钱审核', at: new Date() },
  ...{ caseId: 'case', reference: 'ZX-20261125-ABCDE7' },
}

test.each<Mood>(['down', 'silent', 'half'])(
  'while the store is %s, a picture has to be requested again',
  async (mood) => {
    const file = await aFileInVault()
    const page = await findPage({ fileId: file.id, variant: 'RENDITION', page: 0 })
    const original = await findOriginal(file.id)
    s3.at.mood = mood
    const asked = [readPage(page), readMarkedPage(page, mark), original.read(), original.read({ start: 10, end: 20 })]
    for (const answer of await Promise.allSettled(asked)) expect(answer).toMatchObject({ reason: tryAgain })
    s3.at.mood = 'well'
    expect(await buffer((await readPage(page)).stream)).toHaveLength(20_000)
  },
)

test.each<Mood>(['down', 'silent', 'full'])(
  'while it is %s, so is an upload sent again, and is taken once it is well',
  async (mood) => {
    const photo = await plain(800, 640).jpeg().toBuffer()
    const before = s3.objects.size
    s3.at.mood = mood
    await expect(examineNow(Readable.from([photo]), LIMITS, 'sender')).rejects.toEqual(tryAgain)
    s3.at.mood = 'well'
    expect(s3.objects.size).toBe(before)
    expect(await examineNow(Readable.from([photo]), LIMITS, 'sender')).toMatchObject({ width: 800 })
    expect(s3.objects.size).toBe(before + 3)
  },
)
