import 'server-only'
import sharp, { type Sharp } from 'sharp'
import { type Random, randomFrom } from './random'
import { text } from './svg'

/** Describes something flat with things drawn on it, in its own coordinates. */
export type Sheet = {
  width: number
  height: number
  radius: number
  defs: string
  body: string
  /** Fills the whole picture, and lies on nothing. */
  fills?: boolean
}

/** Names what can be wrong with a photograph, as the reasons do. */
export type Flaw = 'BLURRED' | 'GLARE' | 'CROPPED' | 'TOO_DARK' | 'LOW_RESOLUTION' | 'PHOTOCOPY' | 'SCREEN_PHOTO'

const DESKS = [
  { top: '#a58867', grain: '#6d553b' },
  { top: '#7f948a', grain: '#58695f' },
  { top: '#c3bdb2', grain: '#989286' },
  { top: '#6d7884', grain: '#4a545f' },
] as const

/**
 * Draws a sheet as someone photographs it: on a desk, not quite straight, in the light of a room. 1,600 × 1,200, or
 * upright.
 */
export async function photographed(sheet: Sheet, seed: string, flaw?: Flaw): Promise<Buffer> {
  const random = randomFrom(seed)
  const isUpright = sheet.height > sheet.width
  const [width, height] = isUpright ? [1200, 1600] : [1600, 1200]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="Noto Sans SC">
    <defs>${sheet.defs}${lightOf(random)}</defs>
    ${sheet.fills ? sheet.body : onDesk(sheet, width, height, random, flaw)}
    ${watermark(width, height)}
    <rect width="${width}" height="${height}" fill="url(#light)"/>${flaw === 'GLARE' ? glare(width, height, random) : ''}
    ${label(width, height)}
  </svg>`
  return developed(sharp(Buffer.from(svg)), flaw)
}

function onDesk(sheet: Sheet, width: number, height: number, random: Random, flaw?: Flaw): string {
  const { top, grain } = random.pick(DESKS)
  const share = flaw === 'CROPPED' ? 1.16 : 0.86
  const scale = Math.min((width * share) / sheet.width, ((height - 60) * share) / sheet.height)
  const [x, y] = [(width - sheet.width * scale) / 2, (height - 60 - sheet.height * scale) / 2]
  const aside = flaw === 'CROPPED' ? [-0.09 * width, 0.06 * height] : [random.between(-12, 12), random.between(-10, 10)]
  const turn = random.between(1, 2.6) * random.pick([-1, 1])
  const grains = Array.from({ length: 26 }, () => {
    const at = random.between(0, height)
    return `M0 ${Math.round(at)}q${width / 2} ${Math.round(random.between(-26, 26))} ${width} ${Math.round(random.between(-14, 14))}`
  }).join('')
  const outline = `width="${sheet.width}" height="${sheet.height}" rx="${sheet.radius}"`
  const shadows = [26, 18, 11, 5].map(
    (d) => `<rect x="${d * 0.7}" y="${d}" ${outline} fill="#000" fill-opacity="0.085"/>`,
  )
  return `
    <rect width="${width}" height="${height}" fill="${top}"/><path d="${grains}" fill="none" stroke="${grain}" stroke-width="2" stroke-opacity="0.28"/>
    <g transform="translate(${x + (aside[0] ?? 0)} ${y + (aside[1] ?? 0)}) scale(${scale}) rotate(${turn} ${sheet.width / 2} ${sheet.height / 2})">
      ${shadows.join('')}<clipPath id="edge"><rect ${outline}/></clipPath><g clip-path="url(#edge)">${sheet.body}</g>
      <rect ${outline} fill="none" stroke="#ffffff" stroke-opacity="0.5" stroke-width="2"/>
    </g>`
}

/** Lights one side by a lamp, and leaves the other in dusk. */
function lightOf(random: Random): string {
  const x = random.pick([0, 1])
  const y = random.between(0, 0.5).toFixed(2)
  return `<linearGradient id="light" x1="${x}" y1="${y}" x2="${1 - x}" y2="1"><stop offset="0" stop-color="#fff6e0" stop-opacity="0.22"/><stop offset="0.4" stop-color="#fff6e0" stop-opacity="0"/><stop offset="0.55" stop-color="#10151a" stop-opacity="0"/><stop offset="1" stop-color="#10151a" stop-opacity="0.3"/></linearGradient>`
}

function watermark(width: number, height: number): string {
  const marks: string[] = []
  for (let y = 60; y < height + 300; y += 210) {
    for (let x = -200; x < width + 200; x += 470) {
      const at = x + ((y / 210) % 2) * 180
      const look = { size: 40, weight: 600, fill: '#8d2f22', opacity: 0.13, transform: `rotate(-24 ${at} ${y})` }
      marks.push(text(at, y, '样本 SPECIMEN', look))
    }
  }
  return marks.join('')
}

function label(width: number, height: number): string {
  return `<rect y="${height - 56}" width="${width}" height="56" fill="#1d2521"/>${text(width / 2, height - 19, '样本 SPECIMEN　为演示而画，人物与号码均为虚构　drawn for a demo, papers of nobody', { size: 25, fill: '#f4f1ea', anchor: 'middle', weight: 500 })}`
}

function glare(width: number, height: number, random: Random): string {
  const [x, y] = [random.between(0.35, 0.6) * width, random.between(0.4, 0.6) * height]
  return `<radialGradient id="glare"><stop offset="0" stop-color="#fff" stop-opacity="1"/><stop offset="0.55" stop-color="#fff" stop-opacity="0.94"/><stop offset="1" stop-color="#fff" stop-opacity="0"/></radialGradient>
    <ellipse cx="${x}" cy="${y}" rx="${width * 0.27}" ry="${height * 0.17}" fill="url(#glare)" transform="rotate(-18 ${x} ${y})"/>`
}

async function developed(drawn: Sharp, flaw?: Flaw): Promise<Buffer> {
  // Optimised Huffman tables would save a tenth of the bytes for a tenth of the drawing's time; the picture is the
  // same.
  const jpeg = { quality: 80, chromaSubsampling: '4:2:0', optimiseCoding: false } as const
  switch (flaw) {
    case 'BLURRED':
      return drawn.blur(9).jpeg(jpeg).toBuffer()
    case 'TOO_DARK':
      return drawn.modulate({ brightness: 0.3 }).jpeg(jpeg).toBuffer()
    case 'PHOTOCOPY':
      return drawn.greyscale().linear(1.5, -50).jpeg(jpeg).toBuffer()
    case 'LOW_RESOLUTION': {
      const { data, info } = await drawn.resize(230).raw().toBuffer({ resolveWithObject: true })
      const { width, height, channels } = info
      return sharp(data, { raw: { width, height, channels } })
        .resize(width * 6, height * 6, { kernel: 'nearest' })
        .jpeg(jpeg)
        .toBuffer()
    }
    case 'SCREEN_PHOTO': {
      const lines =
        '<svg width="12" height="12"><path d="M0 3h12M3 0v12" stroke="#0b1b3a" stroke-width="3" opacity="0.3"/></svg>'
      return drawn
        .composite([{ input: Buffer.from(lines), tile: true, blend: 'multiply' }])
        .jpeg({ ...jpeg, quality: 60 })
        .toBuffer()
    }
    default:
      return drawn.jpeg(jpeg).toBuffer()
  }
}
