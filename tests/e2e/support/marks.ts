import { expect, type Locator } from '@playwright/test'

/** Expects that a mark is on this share of a picture that fills its viewer as far as it can. */
export async function expectAt(
  mark: Locator,
  viewer: Locator,
  picture: { width: number; height: number },
  share: { x: number; y: number; width: number; height: number },
) {
  await expect(async () => {
    const [at, around] = [await mark.boundingBox(), await viewer.boundingBox()]
    if (!at || !around) throw new Error('Nothing is shown')
    const scale = Math.min(around.width / picture.width, around.height / picture.height)
    const [width, height] = [picture.width * scale, picture.height * scale]
    const left = around.x + (around.width - width) / 2
    const top = around.y + (around.height - height) / 2
    expect(Math.abs(at.x - (left + share.x * width))).toBeLessThan(4)
    expect(Math.abs(at.y - (top + share.y * height))).toBeLessThan(4)
    expect(Math.abs(at.width - share.width * width)).toBeLessThan(4)
    expect(Math.abs(at.height - share.height * height)).toBeLessThan(4)
  }).toPass()
}
