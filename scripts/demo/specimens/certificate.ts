import { INK_DEFS, seal } from './marks'
import { randomFrom } from './random'
import type { Sheet } from './scene'
import { guilloche, paragraph, rosette, text } from './svg'

const WIDTH = 1480
const HEIGHT = 1050

/** Holds the words on the certificate of an organisation, and their colours. */
export type Certificate = {
  title: string
  /** Holds 统一社会信用代码 or 组织机构代码. */
  codeName: string
  code: string
  rows: readonly (readonly [label: string, value: string])[]
  authority: string
  date: string
  tone: Tone
}

export const TONES = {
  gold: { border: '#b58a3a', paper: '#fdf8e9', line: '#d9bd7a', title: '#3a2a12' },
  blue: { border: '#3f6f9f', paper: '#f2f7fb', line: '#8fb2d3', title: '#1d3550' },
  red: { border: '#a8412f', paper: '#fdf4ef', line: '#dba392', title: '#4c1c12' },
  green: { border: '#3d7a55', paper: '#f1f8f1', line: '#8fbf9f', title: '#17382a' },
  violet: { border: '#6d5a96', paper: '#f6f3fb', line: '#b3a3d3', title: '#2c2348' },
} as const
type Tone = keyof typeof TONES

export function certificateSheet({ title, codeName, code, rows, authority, date, tone }: Certificate): Sheet {
  const { border, paper, line, title: dark } = TONES[tone]
  const corner = (x: number, y: number) => rosette(x, y, 46, border, 8)
  const half = Math.ceil(rows.length / 2)
  const cell = ([label, value]: readonly [string, string], i: number) => {
    const [x, y] = [i < half ? 130 : 780, 436 + (i % half) * 98]
    return `${text(x, y, label, { size: 24, fill: border })}${paragraph(x + 140, y, value, { size: 28, weight: 500, ems: 15.5, leading: 36 })}`
  }
  return {
    width: WIDTH,
    height: HEIGHT,
    radius: 4,
    defs: INK_DEFS,
    body: `
      <rect width="${WIDTH}" height="${HEIGHT}" fill="${paper}"/>
      <g transform="translate(60 60)">${guilloche(WIDTH - 120, HEIGHT - 120, line, 12)}</g>
      <rect x="34" y="34" width="${WIDTH - 68}" height="${HEIGHT - 68}" fill="none" stroke="${border}" stroke-width="12"/>
      <rect x="54" y="54" width="${WIDTH - 108}" height="${HEIGHT - 108}" fill="none" stroke="${border}" stroke-width="3"/>
      ${[corner(76, 76), corner(WIDTH - 76, 76), corner(76, HEIGHT - 76), corner(WIDTH - 76, HEIGHT - 76)].join('')}
      ${rosette(WIDTH / 2, 138, 54, '#b5412f', 16)}${text(WIDTH / 2, 154, '样', { size: 40, weight: 700, fill: '#b5412f', anchor: 'middle' })}
      ${text(WIDTH / 2, 292, title, { size: title.length > 6 ? 66 : 92, weight: 900, fill: dark, anchor: 'middle', spacing: title.length > 6 ? 12 : 36 })}
      ${text(WIDTH / 2, 346, '（副本）　样本 SPECIMEN', { size: 25, anchor: 'middle', fill: border })}
      ${text(130, 120, codeName, { size: 22, fill: border })}${text(130, 160, code, { size: 32, weight: 600, spacing: 2 })}
      ${squares(WIDTH - 258, 104, code)}
      ${rows.map(cell).join('')}
      ${text(960, 880, '登记机关', { size: 24, fill: border })}${text(960, 926, date, { size: 30, weight: 500 })}
      ${seal(1226, 872, 112, authority)}
      ${text(130, 946, '本证为演示而画，主体、代码与登记机关均为虚构。', { size: 22, fill: border })}`,
  }
}

/** Draws squares in place of a code to be scanned; there is nothing in it. */
function squares(x: number, y: number, seed: string): string {
  const random = randomFrom(`squares ${seed}`)
  const cells: string[] = []
  for (let row = 0; row < 19; row += 1) {
    for (let column = 0; column < 19; column += 1) {
      if (random.between(0, 1) < 0.45) cells.push(`M${column * 7} ${row * 7}h7v7h-7z`)
    }
  }
  return `<g transform="translate(${x} ${y})"><rect x="-8" y="-8" width="149" height="149" fill="#fff"/><path d="${cells.join('')}" fill="#2c2f2d"/><rect x="36" y="52" width="62" height="30" fill="#fff"/>${text(67, 75, '样本', { size: 22, weight: 700, anchor: 'middle' })}</g>`
}
