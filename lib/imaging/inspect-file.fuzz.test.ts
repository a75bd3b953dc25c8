import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DomainError } from '@/lib/core/errors'
import { heavy, randomFrom } from '@/tests/setup/heavy'
import { decoderPool } from './decoder/decoder-pool'
import { bundleDecoder } from './testing/bundle-decoder'
import { enlarged, hasRealFiles, LIMITS, plain, realFile } from './testing/sample-images'
import { pdfOf, scanOf, streamOf } from './testing/sample-pdfs'
import { inspectBytes } from './testing/whole-files'

const fuzz = heavy('image-fuzz', { quick: 40, long: 2_000 })

/** Returns a random generator: the same number of a try gives the same damage everywhere. */
function randomOf(attempt: number): (below: number) => number {
  const random = randomFrom(fuzz.seed + attempt)
  return (below) => Math.floor(random() * below)
}

const REFUSALS = [
  'FILE_WRONG_KIND',
  'FILE_BROKEN',
  'FILE_TOO_MANY_PIXELS',
  'FILE_LOW_RESOLUTION',
  'FILE_TOO_MANY_PAGES',
  'FILE_PROTECTED',
  'FILE_ACTIVE_CONTENT',
]

type Damage = (bytes: Buffer, random: (below: number) => number) => Buffer
const damages: Damage[] = [
  function flipBits(bytes, random) {
    const copy = Buffer.from(bytes)
    for (let left = 1 + random(20); left > 0; left--) {
      const at = random(copy.length)
      copy[at] = (copy[at] ?? 0) ^ (1 << random(8))
    }
    return copy
  },
  function spoilHeader(bytes, random) {
    const copy = Buffer.from(bytes)
    for (let left = 1 + random(4); left > 0; left--) copy[12 + random(600)] = [0, 1, 0x7f, 0x80, 0xff][random(5)] ?? 0
    return copy
  },
  function cut(bytes, random) {
    return bytes.subarray(0, random(bytes.length))
  },
  function drop(bytes, random) {
    const at = random(bytes.length)
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random(5_000))])
  },
  function repeat(bytes, random) {
    const at = random(bytes.length)
    return Buffer.concat([bytes.subarray(0, at + random(5_000)), bytes.subarray(at)])
  },
]

describe('damaged at random', () => {
  const good: Buffer[] = []
  beforeAll(async () => {
    await bundleDecoder()
    const photo = plain(900, 700).withMetadata({ orientation: 6 })
    good.push(
      await photo.jpeg({ progressive: true }).toBuffer(),
      await photo.png().toBuffer(),
      await photo.webp().toBuffer(),
    )
    const animated = { raw: { width: 600, height: 1_200, channels: 3 as const, pageHeight: 600 } }
    good.push(
      await sharp(Buffer.alloc(600 * 1_200 * 3, 90), animated)
        .webp()
        .toBuffer(),
    )
    const stamp = streamOf('/Type/XObject/Subtype/Form/BBox[0 0 595 842]', '1 0 0 rg 0 0 595 842 re f')
    const resources = '/XObject<</S 100 0 R>>'
    good.push(pdfOf({ pages: 3, content: 'q /S Do Q', resources, objects: [stamp] }), scanOf(800, 1_100))
    if (!hasRealFiles) return
    for (const name of ['jpeg-cmyk.jpg', 'jpeg-gps-1.jpg', 'jpeg-exif-orientation-6.jpg'])
      good.push(await enlarged(realFile(`good-files/${name}`)))
    for (const name of ['png-photo.png', 'webp-photo.webp', 'heic-photo.heic', 'pdf-document.pdf'])
      good.push(realFile(`good-files/${name}`))
  })
  afterAll(() => decoderPool().close())

  it(`gives a verdict or a clean refusal, ${fuzz.tries} times`, { timeout: 60_000 + fuzz.tries * 500 }, async () => {
    const outcomes: Record<string, number> = {}
    for (let attempt = 1; attempt <= fuzz.tries; attempt++) {
      const random = randomOf(attempt)
      const original = good[random(good.length)] ?? Buffer.alloc(0)
      const damage = damages[random(damages.length)] ?? ((bytes) => bytes)
      const outcome = await inspectBytes(damage(original, random), LIMITS).then(
        () => 'taken',
        (error: unknown) => (error instanceof DomainError ? error.code : String(error)),
      )
      const about = `try ${attempt} (${damage.name}): ${outcome}`
      expect(['taken', ...REFUSALS], about).toContain(outcome)
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    }
    // Damage that never matters, or always does, tests nothing.
    expect(Object.keys(outcomes)).toEqual(expect.arrayContaining(['taken', 'FILE_BROKEN']))
    expect(await inspectBytes(good[0] ?? Buffer.alloc(0), LIMITS)).toMatchObject({ width: 700, height: 900 })
    fuzz.done(fuzz.tries, { outcomes })
  })
})
