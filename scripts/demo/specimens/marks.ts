import { randomFrom } from './random'
import { text } from './svg'

const SEAL_RED = '#c0281c'

/**
 * Makes a pen's line unsteady, and leaves out parts of a stamp, as ink on paper does. A sheet's `defs` contain the
 * filters once.
 */
export const INK_DEFS = `
  <filter id="pen" x="-10%" y="-10%" width="120%" height="120%"><feTurbulence type="fractalNoise" baseFrequency="0.02" numOctaves="2" seed="4"/><feDisplacementMap in="SourceGraphic" scale="9"/></filter>
  <filter id="stamp" x="-5%" y="-5%" width="110%" height="110%" color-interpolation-filters="sRGB"><feTurbulence type="fractalNoise" baseFrequency="0.12" numOctaves="2" seed="9"/><feColorMatrix values="0 0 0 0 0  0 0 0 0 0  0 0 0 0 0  4 0 0 0 -0.9"/><feComposite in="SourceGraphic" operator="in"/></filter>`

/** Draws a name as its owner writes it: each character a little otherwise, and a stroke below. */
export function handwritten(x: number, y: number, name: string, size: number): string {
  const random = randomFrom(`hand of ${name}`)
  const slant = random.between(-14, -6)
  let at = 0
  const characters = [...name].map((character) => {
    const [turn, rise] = [random.between(-7, 5), random.between(-5, 6)]
    const drawn = text(0, 0, character, { size: size * random.between(0.94, 1.12), weight: 300, fill: '#1d2b52' })
    const placed = `<g transform="translate(${at} ${rise}) rotate(${turn}) skewX(${slant})">${drawn}</g>`
    at += /[\u2e80-\uffef]/.test(character) ? size * 0.92 : size * 0.56
    return placed
  })
  const flourish = `<path d="M${-size * 0.1} ${size * 0.26}q${at * 0.5} ${random.between(6, 16)} ${at + size * 0.25} ${random.between(-14, -4)}" fill="none" stroke="#1d2b52" stroke-width="3" stroke-linecap="round" opacity="0.85"/>`
  return `<g transform="translate(${x} ${y}) rotate(-2)" filter="url(#pen)">${characters.join('')}${flourish}</g>`
}

/** Draws ridges around a whorl. They are nobody's finger: ellipses, pushed about. */
export function thumbprint(x: number, y: number, seed: string): string {
  const random = randomFrom(`thumb ${seed}`)
  const ridges = Array.from({ length: 11 }, (_, i) => {
    const [rx, ry] = [6 + i * 5.4, 8 + i * 7.6]
    const gap = `${random.between(60, 150).toFixed(0)} ${random.between(3, 9).toFixed(0)}`
    return `<ellipse cx="${random.between(-3, 3)}" cy="${14 - i * 1.4}" rx="${rx}" ry="${ry}" stroke-dasharray="${gap}"/>`
  })
  return `<g transform="translate(${x} ${y}) rotate(${random.between(-24, 24)})" fill="none" stroke="${SEAL_RED}" stroke-width="3.4" opacity="0.82" filter="url(#stamp)">${ridges.join('')}</g>`
}

/**
 * Draws a round seal: the name along the edge, what it is for in the middle. In its centre is 样, where real ones have a
 * star.
 */
export function seal(x: number, y: number, radius: number, name: string, purpose = '样本专用章'): string {
  const random = randomFrom(`seal ${name}`)
  const characters = [...name].slice(0, 24)
  const span = Math.min(280, 26 * characters.length)
  const size = Math.min(radius * 0.27, (radius * 0.78 * span * Math.PI) / 180 / Math.max(characters.length, 1))
  const around = characters.map((character, i) => {
    const angle = characters.length === 1 ? 0 : -span / 2 + (i * span) / (characters.length - 1)
    return `<g transform="rotate(${angle}) translate(0 ${-radius * 0.7})">${text(0, 0, character, { size, weight: 700, fill: SEAL_RED, anchor: 'middle' })}</g>`
  })
  return `<g transform="translate(${x} ${y}) rotate(${random.between(-9, 9)})" opacity="0.8" filter="url(#stamp)">
    <circle r="${radius}" fill="none" stroke="${SEAL_RED}" stroke-width="${radius * 0.055}"/>${around.join('')}
    ${text(0, radius * 0.16, '样', { size: radius * 0.46, weight: 700, fill: SEAL_RED, anchor: 'middle' })}
    ${text(0, radius * 0.62, purpose, { size: radius * 0.19, weight: 700, fill: SEAL_RED, anchor: 'middle' })}
  </g>`
}
