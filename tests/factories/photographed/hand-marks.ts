import type { Random } from '@/scripts/demo/specimens/random'
import { text } from '@/scripts/demo/specimens/svg'

/** These marks are what hands leave on a printed letter, in points of its page. None of them is anybody's. */

/** Filters that make rough edges and uneven ink, as of a stamp; and the unsteady line of a pen. */
export const HAND_DEFS = `
  <filter id="pen" x="-20%" y="-20%" width="140%" height="140%"><feTurbulence type="fractalNoise" baseFrequency="0.06" numOctaves="2" seed="4"/><feDisplacementMap in="SourceGraphic" scale="3.2"/></filter>
  <filter id="stamp" x="-5%" y="-5%" width="110%" height="110%"><feTurbulence type="fractalNoise" baseFrequency="0.25" numOctaves="2" seed="9"/><feDisplacementMap in="SourceGraphic" scale="1.6"/></filter>
  <filter id="uneven" x="-5%" y="-5%" width="110%" height="110%"><feTurbulence type="fractalNoise" baseFrequency="0.018" numOctaves="2" seed="5" result="noise"/><feColorMatrix in="noise" type="matrix" values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 -3.4 2.75" result="faded"/><feComposite in="SourceGraphic" in2="faded" operator="in"/></filter>`

const INKS = ['#1d2b52', '#15161a', '#20242c', '#26356e'] as const
const REDS = ['#c0281c', '#b8202a', '#d23b2a', '#a82020'] as const

/** Draws a name as its owner writes it: characters, each a little otherwise, or a line that hardly is one any more. */
export function signature(x: number, y: number, name: string, random: Random): string {
  const ink = random.pick(INKS)
  const size = random.between(17, 27)
  const turn = random.between(-6, 4)
  const drawn = random.between(0, 1) < 0.6 ? written(name, size, ink, random) : scribbled(size, ink, random)
  return `<g transform="translate(${x} ${y}) rotate(${turn})" filter="url(#pen)">${drawn}</g>`
}

function written(name: string, size: number, fill: string, random: Random): string {
  let at = 0
  return [...name]
    .slice(0, 5)
    .map((character) => {
      const [turn, rise] = [random.between(-8, 6), random.between(-3, 3)]
      const drawn = text(0, 0, character, { size: size * random.between(0.9, 1.12), weight: 300, fill })
      const placed = `<g transform="translate(${at} ${rise}) rotate(${turn}) skewX(${random.between(-14, -4)})">${drawn}</g>`
      at += size * 0.9
      return placed
    })
    .join('')
}

function scribbled(size: number, ink: string, random: Random): string {
  let path = 'M0 0'
  for (let at = 0; at < 6; at += 1) {
    const [a, b, c] = [random.between(-1.1, 0.5), random.between(-1.1, 0.5), random.between(-0.7, 0.3)]
    path += `c${size * 0.2} ${size * a} ${size * 0.45} ${size * b} ${size * random.between(0.4, 0.75)} ${size * c * 0.4}`
  }
  return `<path d="${path}" fill="none" stroke="${ink}" stroke-width="${random.between(0.9, 1.7)}" stroke-linecap="round"/>`
}

/** Writes a date by hand: into the gaps of the hint, or above it. `x` and `y` are of the box. */
export function handDate(x: number, y: number, random: Random): string {
  const [fill, size] = [random.pick(INKS), random.between(10, 15)]
  const [year, month, day] = [2026, random.whole(1, 12), random.whole(1, 28)]
  const write = (left: number, top: number, words: string) =>
    text(x + left + random.between(-2, 2), y + top + random.between(-3, 3), words, { size, weight: 300, fill })
  const inGaps = write(12, 124, `${year}`) + write(52, 124, `${month}`) + write(84, 124, `${day}`)
  const above = random.pick([`${year}年${month}月${day}日`, `${year}.${month}.${day}`, `${year}-${month}-${day}`])
  const drawn = random.between(0, 1) < 0.5 ? inGaps : write(14, random.between(70, 92), above)
  return `<g filter="url(#pen)">${drawn}</g>`
}

/**
 * Draws a round seal: the name along the edge, what it is for in the middle. In its centre is 样, where real ones have a
 * star.
 */
export function roundSeal(x: number, y: number, radius: number, name: string, random: Random): string {
  const red = random.pick(REDS)
  const characters = [...name].slice(0, 24)
  const span = Math.min(280, 26 * characters.length)
  const size = Math.min(radius * 0.27, (radius * 0.78 * span * Math.PI) / 180 / Math.max(characters.length, 1))
  const around = characters.map((character, i) => {
    const angle = characters.length === 1 ? 0 : -span / 2 + (i * span) / (characters.length - 1)
    return `<g transform="rotate(${angle}) translate(0 ${-radius * 0.7})">${text(0, 0, character, { size, weight: 700, fill: red, anchor: 'middle' })}</g>`
  })
  const filter = random.between(0, 1) < 0.5 ? ' filter="url(#uneven)"' : ''
  return `<g${filter}><g transform="translate(${x} ${y}) rotate(${random.between(-30, 30)})" opacity="${random.between(0.55, 0.95)}" filter="url(#stamp)">
    <circle r="${radius * 0.97}" fill="none" stroke="${red}" stroke-width="${radius * 0.055}"/>${around.join('')}
    ${text(0, radius * 0.16, '样', { size: radius * 0.46, weight: 700, fill: red, anchor: 'middle' })}
    ${text(0, radius * 0.55, '样本专用章', { size: radius * 0.16, weight: 700, fill: red, anchor: 'middle' })}
  </g></g>`
}

/** Draws the ridges of nobody's finger: ellipses, pushed about, with gaps. */
export function fingerprint(x: number, y: number, width: number, height: number, random: Random): string {
  const red = random.pick(REDS)
  const count = random.whole(9, 13)
  const ridges = Array.from({ length: count }, (_, i) => {
    const share = (i + 0.6) / count
    const gap = `${random.between(8, 24).toFixed(1)} ${random.between(0.6, 2.2).toFixed(1)}`
    const [cx, cy] = [random.between(-0.03, 0.03) * width, (1 - share) * height * 0.12]
    return `<ellipse cx="${cx}" cy="${cy}" rx="${(share * width) / 2}" ry="${(share * height) / 2}" stroke-dasharray="${gap}"/>`
  })
  const filter = random.between(0, 1) < 0.5 ? ' filter="url(#uneven)"' : ''
  const wide = (width / count / 2) * random.between(0.5, 0.85)
  return `<g${filter}><g transform="translate(${x} ${y}) rotate(${random.between(-40, 40)})" fill="none" stroke="${red}" stroke-width="${wide}" opacity="${random.between(0.5, 0.9)}" filter="url(#stamp)">${ridges.join('')}</g></g>`
}
