import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { LIMITS, plain } from '@/lib/imaging/testing/sample-images'
import { blobStore } from '@/lib/storage/blob-store'
import { aDraft } from '@/tests/factories/qualifications'
import { appendToPartialFile } from './continue-partial-file'
import { examineNow } from './examine-now'
import { createPartialFile } from './partial-file'

const MIB = 1024 * 1024
const blobs = path.join(process.env.ZHUNXIN_DATA ?? '', 'blobs')
const filler = path.join(blobs, 'filler')

/** Mounts a disk of sixteen megabytes; only root can, and the tests are skipped for others. */
function mounted(): boolean {
  try {
    mkdirSync(blobs, { recursive: true, mode: 0o700 })
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m,mode=0700', 'none', blobs], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
const hasDisk = process.platform === 'linux' && mounted()

/** Lists the files on it, without the one that fills it. */
const files = () =>
  readdirSync(blobs, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name !== 'filler',
  )

beforeAll(bundleDecoder)
afterAll(() => {
  decoderPool().close()
  if (hasDisk) execFileSync('umount', [blobs])
})
beforeEach(async () => {
  if (!hasDisk) return
  await blobStore().isWritable() // its folders are there
  const { bavail, bsize } = statfsSync(blobs)
  writeFileSync(filler, Buffer.alloc(bavail * bsize - MIB))
})
afterEach(() => rmSync(filler, { force: true }))

const tryAgain = { name: 'DomainError', code: 'TRY_AGAIN', message: 'The blob store has no room left' }

test.skipIf(!hasDisk)(
  '(as root) an upload for which the disk has no room is to be sent again, leaves nothing, and fits later',
  async () => {
    const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const
    const photo = await plain(1_500, 1_500)
      .composite([{ input: { create: { width: 1_500, height: 1_500, channels: 3, background: '#000', noise } } }])
      .jpeg({ quality: 90 })
      .toBuffer()
    expect(photo.length).toBeGreaterThan(MIB)
    const before = files().length
    await expect(examineNow(Readable.from([photo]), LIMITS, 'sender')).rejects.toMatchObject(tryAgain)
    expect(files()).toHaveLength(before)

    rmSync(filler)
    expect(await examineNow(Readable.from([photo]), LIMITS, 'sender')).toMatchObject({ width: 1_500 })
    expect(files()).toHaveLength(before + 3)
  },
)

test.skipIf(!hasDisk)(
  '(as root) a part of an upload for which it has none was not received, and is once it has',
  async () => {
    const { applicant, id: qualificationId } = await aDraft()
    const id = newId()
    const slot = { qualificationId, kind: 'ID_PORTRAIT', senderSignatureId: null } as const
    await createPartialFile({
      id,
      ...slot,
      startedById: applicant.id,
      phoneSessionId: null,
      size: 3 * MIB,
      name: '正面.jpg',
    })
    const [key, part] = [randomBytes(32), randomBytes(1.5 * MIB)]
    const before = files().length
    const received = async () => (await database().upload.findUniqueOrThrow({ where: { id } })).received

    await expect(appendToPartialFile({ id, size: 3 * MIB, received: 0 }, key, part)).rejects.toMatchObject(tryAgain)
    expect(await received()).toBe(0)
    expect(files()).toHaveLength(before)

    rmSync(filler)
    await appendToPartialFile({ id, size: 3 * MIB, received: 0 }, key, part)
    expect(await received()).toBe(part.length)
  },
)
