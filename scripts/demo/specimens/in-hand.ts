import { bust, type Look } from './figure'
import { randomFrom } from './random'
import type { Sheet } from './scene'

const WALLS = [
  ['#dfe8e4', '#cbd8d2'],
  ['#ece4d8', '#dccfbd'],
  ['#dde4ee', '#c7d2e0'],
  ['#e9dfe3', '#d6c6cd'],
] as const

/** Someone, drawn, who holds their card under their chin, face and card both to be seen. Fills the whole picture. */
export function inHand(look: Look, card: Sheet, seed: string): Sheet {
  const random = randomFrom(`hand ${seed}`)
  const [wall, shade] = random.pick(WALLS)
  const lean = random.between(-2.5, 2.5)
  const cardWidth = 700
  const scale = cardWidth / card.width
  const cardHeight = card.height * scale
  const [left, top] = [800 - cardWidth / 2, 672]
  const hand = (x: number, mirror: number) => `
    <g transform="translate(${x} ${top + cardHeight - 96}) scale(${mirror} 1)">
      <path d="M-150 260c-10-90 10-160 66-210l96 30c-30 60-40 110-42 180z" fill="${look.shirt}"/>
      <path d="M-96 66c4-52 20-92 52-104 30-10 46 12 42 44l-8 92c-26 26-70 18-86-32z" fill="${look.shade}"/>
      <path d="M-30 62c10-40 34-62 66-70 26-6 36 24 14 38-22 16-34 34-42 66z" fill="${look.skin}"/>
    </g>`
  return {
    width: 1600,
    height: 1200,
    radius: 0,
    fills: true,
    defs: `<linearGradient id="wall" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${wall}"/><stop offset="1" stop-color="${shade}"/></linearGradient>${card.defs}`,
    body: `
      <rect width="1600" height="1200" fill="url(#wall)"/>
      <path d="M0 1010h1600v190H0z" fill="#00000010"/><circle cx="1290" cy="240" r="150" fill="#ffffff38"/>
      <g transform="rotate(${lean / 2} 800 1200)">
        <path d="M462 870h676q60 140 70 340H392q10-200 70-340z" fill="${look.shirt}"/>
        <svg x="430" y="10" width="740" height="925" viewBox="0 0 400 500">${bust(look)}</svg>
        <g transform="rotate(${lean} 800 ${top + cardHeight / 2})">
          <rect x="${left + 8}" y="${top + 14}" width="${cardWidth}" height="${cardHeight}" rx="${card.radius * scale}" fill="#00000030"/>
          <svg x="${left}" y="${top}" width="${cardWidth}" height="${cardHeight}" viewBox="0 0 ${card.width} ${card.height}">
            <clipPath id="held"><rect width="${card.width}" height="${card.height}" rx="${card.radius}"/></clipPath><g clip-path="url(#held)">${card.body}</g>
          </svg>
          ${hand(left + 20, 1)}${hand(left + cardWidth - 20, -1)}
        </g>
      </g>`,
  }
}
