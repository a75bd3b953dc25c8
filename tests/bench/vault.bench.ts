import { randomBytes } from 'node:crypto'
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { PART_BYTES } from '@/lib/documents/continue-partial-file'
import { examineNow } from '@/lib/documents/examine-now'
import { removeBlobs } from '@/lib/documents/receive-file'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { LIMITS } from '@/lib/imaging/testing/sample-images'
import { continueUpload } from '@/lib/qualifications/files/continue-upload'
import { findUpload } from '@/lib/qualifications/files/find-upload'
import { startUpload } from '@/lib/qualifications/files/start-upload'
import { blobStore } from '@/lib/storage/blob-store'
import { readBlob, writeBlob } from '@/lib/storage/vault'
import { aDraft } from '@/tests/factories/qualifications'
import type { Portal } from '@/tests/setup/portal'
import { alternately, figure, median, print } from './figures'
import { aPhotograph, aViewedPhotograph, drawBare, p95, startBeside, timedViews } from './serving'
import { anUploader, aPdf, mostOf, peakWhile, residentOf } from './uploads'

const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-bench-'))
process.env.ZHUNXIN_DATA = folder
afterAll(() => {
  print()
  rmSync(folder, { recursive: true, force: true })
})

const FILES = 12
const key = randomBytes(32)

/** Writes one file with one fsync. */
async function plainWrite(name: string, bytes: Buffer) {
  const file = await open(path.join(folder, name), 'w')
  await file.write(bytes)
  await file.sync()
  await file.close()
}

/** Reads it as it is sent: chunk by chunk. */
async function readThrough(stream: Readable) {
  for await (const _ of stream);
}

test.each([
  ['100 kB', 100_000],
  ['1.4 MB', 1_440_000],
  ['10 MB', 10_000_000],
])('vault %s', async (label, size) => {
  const bytes = randomBytes(size)
  const ids = Array.from({ length: FILES }, newId)
  let written: string[] = []
  const write = await alternately(
    async () => {
      written = Array.from({ length: FILES }, newId)
      for (const id of written) await writeBlob({ id, key, plaintext: bytes })
    },
    async () => {
      for (const id of ids) await plainWrite(id, bytes)
    },
  )
  const read = await alternately(
    async () => {
      for (const id of written) await readThrough(await readBlob({ id, key }))
    },
    async () => {
      for (const id of ids) await readThrough(createReadStream(path.join(folder, id)))
    },
  )
  const rate = (seconds: number) => (FILES * size) / 1e6 / seconds
  figure(`store, ${label}: share of plain write`, write.limit / write.ours, '', { goal: 0.5 })
  figure(`store, ${label}`, rate(write.ours), 'MB/s', { baseline: rate(write.limit) })
  figure(`serve, ${label}: share of plain read`, read.limit / read.ours, '', { goal: 0.5 })
  figure(`serve, ${label}`, rate(read.ours), 'MB/s', { baseline: rate(read.limit) })
})

test('intake of a photograph of 12 megapixels', async () => {
  await bundleDecoder()
  const photograph = await aPhotograph()
  const received: string[] = []
  const intake = await alternately(
    async () => {
      const { blobs } = await examineNow(Readable.from([photograph]), LIMITS, 'sender')
      received.push(...blobs.map(({ id }) => id))
    },
    () => drawBare(photograph),
  )
  await removeBlobs(received)
  decoderPool().close()
  figure('intake of 12 megapixels: times bare sharp', intake.ours / intake.limit, '', { goal: 1.3, isMost: true })
  figure('intake of 12 megapixels', intake.ours * 1_000, 'ms', { baseline: intake.limit * 1_000 })
})

/** Sends a file by the upload protocol's verbs, a megabyte at a time, and returns what it cost this process. */
async function sendInParts(kind: 'ID_PORTRAIT' | 'COMMITMENT_LETTER', bytes: Buffer) {
  const { id: qualificationId, applicant } = await aDraft()
  const id = newId()
  const slot = { qualificationId, kind, senderSignatureId: null } as const
  await startUpload(applicant, { ...slot, fileName: '文件', size: bytes.length, id })
  let written = 0
  const store = blobStore()
  const put = store.put.bind(store)
  store.put = (blob, ciphertext) =>
    put(
      blob,
      (async function* () {
        for await (const piece of ciphertext) {
          written += piece.length
          yield piece
        }
      })(),
    )
  const before = process.cpuUsage()
  for (let at = 0; at < bytes.length; at += PART_BYTES) {
    const source = Readable.from([bytes.subarray(at, at + PART_BYTES)])
    await continueUpload(applicant, await findUpload(applicant, id), { offset: at, source })
  }
  const { user, system } = process.cpuUsage(before)
  store.put = put
  return { processor: (user + system) / 1_000, written }
}

test.each([
  ['a photograph of 1.4 MB', 'ID_PORTRAIT'],
  ['a PDF of 20 MB', 'COMMITMENT_LETTER'],
] as const)('upload in parts: %s', async (label, kind) => {
  await bundleDecoder()
  const bytes =
    kind === 'ID_PORTRAIT'
      ? await sharp(await aPhotograph())
          .blur(0.6)
          .jpeg({ quality: 61 })
          .toBuffer()
      : aPdf(20_000_000)
  await sendInParts(kind, bytes) // warm
  const costs: Awaited<ReturnType<typeof sendInParts>>[] = []
  for (let run = 0; run < 5; run++) costs.push(await sendInParts(kind, bytes))
  decoderPool().close()
  figure(`${label} in parts: processor of the portal`, median(costs.map(({ processor }) => processor)), 'ms')
  figure(`${label} in parts: written`, median(costs.map(({ written }) => written)) / 1e6, 'MB', {
    baseline: bytes.length / 1e6,
  })
})

describe('on the running portal', () => {
  let portal: Portal
  beforeAll(async () => {
    portal = await startBeside(folder)
  }, 600_000)
  afterAll(() => portal?.stop())

  test('views of staff, with their watermark', async () => {
    const { fileId, reviewer, owner } = await aViewedPhotograph(await aPhotograph())
    const url = `${portal.url}/api/files/${fileId}/rendition`
    for (const cookie of [owner, reviewer]) await timedViews(url, cookie, 10) // warm
    const [marked, bare] = [await timedViews(url, reviewer, 100), await timedViews(url, owner, 100)]
    figure('view with watermark, p95', p95(marked), 'ms', { goal: 150, isMost: true, baseline: p95(bare) })
    figure('view with watermark, median', median(marked), 'ms', { baseline: median(bare) })
  })

  test('20 large uploads at once', async () => {
    const bytes = Math.min(20_000_000, await mostOf('COMMITMENT_LETTER'))
    const metric = `20 uploads of ${Math.floor(bytes / 1e6)} MB at once`
    const uploaders = await Promise.all(Array.from({ length: 21 }, () => anUploader(portal.url)))
    const [first, ...rest] = uploaders
    const letter = () => new File([new Uint8Array(aPdf(bytes))], '承诺函.pdf')
    const warm = await first?.('COMMITMENT_LETTER', letter())
    if (warm?.status !== 201) throw new Error(`A letter as PDF is answered ${warm?.status}: ${warm?.text}`)
    const before = residentOf(portal.pid)
    const started = performance.now()
    const peak = await peakWhile(portal.pid, async () => {
      const answers = await Promise.all(rest.map((upload) => upload('COMMITMENT_LETTER', letter())))
      const refused = answers.find(({ status }) => status !== 201)
      if (refused) throw new Error(`Answered ${refused.status}: ${refused.text}`)
    })
    figure(`${metric}: more memory`, peak - before, 'MB', { goal: 100, isMost: true })
    figure(metric, (20 * bytes) / 1e6 / ((performance.now() - started) / 1_000), 'MB/s')
  })
})
