import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { LaunchOptions } from '@playwright/test'
import sharp, { type Sharp } from 'sharp'
import { drawing } from './pictures'
import { test as base } from './test'

const SIZE = { width: 1280, height: 720 }
/** The browser plays 30 pictures a second, again and again. */
const SECOND = 30

/** Films a card on a table: in the dark, from afar, and well. */
async function film(file: string): Promise<void> {
  const { buffer } = await drawing('ID_PORTRAIT')
  const table = { ...SIZE, channels: 3, background: '#6d7884' } as const
  const shown = async (height: number, change: (image: Sharp) => Sharp) => {
    const card = await sharp(buffer)
      .extract({ left: 0, top: 0, width: 1600, height: 1140 })
      .resize({ height })
      .toBuffer()
    const seen = await sharp({ create: table })
      .composite([{ input: card }])
      .png()
      .toBuffer()
    // The browser stretches these pictures as if they used 16 to 235 only (BT.601).
    return sharp(await change(sharp(seen)).png().toBuffer())
      .linear(219 / 255, 16)
      .jpeg({ quality: 75 })
      .toBuffer()
  }
  const dark = await shown(SIZE.height, (image) => image.modulate({ brightness: 0.2 }))
  const far = await shown(360, (image) => image)
  const good = await shown(SIZE.height, (image) => image)
  const pictures = [dark, far, good].flatMap((picture) => Array.from({ length: 4 * SECOND }, () => picture))
  writeFileSync(file, Buffer.concat(pictures))
}

/** Returns the switches that give a browser a camera that shows that film, and that pages may always use. */
export async function fakeCamera(): Promise<{ args: string[]; remove: () => void }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'camera-'))
  const file = path.join(folder, 'card.mjpeg')
  await film(file)
  const args = [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${file}`,
  ]
  return { args, remove: () => rmSync(folder, { recursive: true }) }
}

export const test = base.extend<object, { launchOptions: LaunchOptions }>({
  launchOptions: [
    async ({ launchOptions }, use) => {
      const { args, remove } = await fakeCamera()
      await use({ ...launchOptions, args: [...(launchOptions.args ?? []), ...args] })
      remove()
    },
    { scope: 'worker' },
  ],
})
