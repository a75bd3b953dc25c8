import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { pictureIsThere } from '@/tests/e2e/support/workbench'
import { aFullLetter, LETTER_ID } from '@/tests/factories/letters'
import { printed } from '@/tests/factories/photographed/printed-letters'

/** Sets the width of pictures in docs, in pixels. */
const WIDTH = 960
const WEBP = { quality: 72 }

const fileOf = (name: string) => `docs/pictures/${name}.webp`

/** Takes a picture of the workbench for docs, once its pictures are there. */
export async function takeForDocs(page: Page, name: string): Promise<void> {
  await pictureIsThere(page)
  await page.waitForFunction(isDrawn)
  await page.waitForFunction(() =>
    [...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth > 0),
  )
  const picture = await sharp(await page.screenshot())
    .resize(WIDTH)
    .webp(WEBP)
    .toBuffer()
  await sharp(picture).toFile(fileOf(name))
}

/** Returns whether each viewer has drawn something in its middle; runs in the page. */
function isDrawn(): boolean {
  return [...document.querySelectorAll<HTMLCanvasElement>('.openseadragon-canvas canvas')].every((canvas) => {
    const middle = canvas.getContext('2d')?.getImageData(canvas.width / 2, canvas.height / 2, 1, 1)
    return (middle?.data[3] ?? 0) > 0
  })
}

/** Sets the space around and between pages that lie next to each other, in pixels. */
const SPACE = 24

/** Draws the pages of a letter of nobody next to each other, as they are issued. */
export async function drawLetterForDocs(name: string): Promise<void> {
  const { rasters } = await printed(aFullLetter('ORGANISATION'), LETTER_ID)
  const width = Math.floor((WIDTH - SPACE * (rasters.length + 1)) / rasters.length)
  const pages = await Promise.all(
    rasters.map(({ data, width: wide, height }) =>
      sharp(data, { raw: { width: wide, height, channels: 3 } })
        .resize(width)
        .png()
        .toBuffer({ resolveWithObject: true }),
    ),
  )
  const height = Math.max(...pages.map(({ info }) => info.height)) + 2 * SPACE
  const table = { width: WIDTH, height, channels: 3, background: '#e4e4e7' } as const
  await sharp({ create: table })
    .composite(pages.map(({ data }, at) => ({ input: data, left: SPACE + at * (width + SPACE), top: SPACE })))
    .webp(WEBP)
    .toFile(fileOf(name))
}
