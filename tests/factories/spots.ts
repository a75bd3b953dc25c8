import sharp from 'sharp'

/** Returns a picture of blurred spots, another one for each seed. */
export function spots(seed: number): Promise<Buffer> {
  let state = seed
  const pixels = Buffer.from(
    Array.from({ length: 9 * 6 * 3 }, () => {
      state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0
      return 40 + ((state >>> 8) % 180)
    }),
  )
  const raw = { width: 9, height: 6, channels: 3 } as const
  return sharp(pixels, { raw }).resize(900, 600, { fit: 'fill', kernel: 'cubic' }).png().toBuffer()
}
