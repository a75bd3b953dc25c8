import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'

const [WIDTH, HEIGHT] = [4_000, 3_000]
const BYTES = 1_470_000 // of the first: the quality is a whole number

const COUNT = 6

/**
 * Returns six photographs of 12 megapixels and about 1.44 MB each, as a phone takes them of a paper on a table. They
 * are drawn once, which takes a while, and found again by later runs.
 */
export async function photographs(): Promise<Buffer[]> {
  const kept = path.resolve('.build/bench-photographs')
  const files = Array.from({ length: COUNT }, (_, number) => path.join(kept, `${number}.jpg`))
  if (!existsSync(kept)) {
    const draft = `${kept}.${process.pid}`
    mkdirSync(draft, { recursive: true })
    const scenes = await Promise.all(files.map(aScene))
    const quality = await qualityOf(scenes[0] as Buffer)
    for (const [number, scene] of scenes.entries()) {
      writeFileSync(path.join(draft, `${number}.jpg`), await asJpeg(scene, quality))
    }
    renameSync(draft, kept)
  }
  return files.map((file) => readFileSync(file))
}

/** Draws large shapes with some texture: noise at several sizes, one over the other, and a sensor's grain on top. */
async function aScene(): Promise<Buffer> {
  const layers = await Promise.all([noise(40, 60), noise(400, 40), noise(WIDTH, 5)])
  const [shapes, ...texture] = layers as [Buffer, ...Buffer[]]
  return sharp(shapes)
    .composite(texture.map((input) => ({ input, blend: 'soft-light' as const })))
    .png({ compressionLevel: 1 })
    .toBuffer()
}

async function noise(width: number, sigma: number): Promise<Buffer> {
  const height = Math.round((width * HEIGHT) / WIDTH)
  const create = {
    width,
    height,
    channels: 3,
    background: '#808080',
    noise: { type: 'gaussian', mean: 128, sigma },
  } as const
  const small = await sharp({ create }).png({ compressionLevel: 1 }).toBuffer()
  return sharp(small).resize(WIDTH, HEIGHT).png({ compressionLevel: 1 }).toBuffer()
}

const asJpeg = (scene: Buffer, quality: number) => sharp(scene).jpeg({ quality }).toBuffer()

/** Returns the JPEG quality at which the scene has the wanted size. */
async function qualityOf(scene: Buffer): Promise<number> {
  let [low, high] = [60, 96]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((await asJpeg(scene, middle)).length > BYTES) high = middle
    else low = middle
  }
  return low
}
