/** The little of SVG that the specimens are drawn with, as text. */

export const INK = '#26332c'

const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)

type Written = {
  size: number
  fill?: string
  weight?: number
  anchor?: 'start' | 'middle' | 'end'
  /** Sets the space between letters, in pixels. */
  spacing?: number
  opacity?: number
  transform?: string
}

export function text(x: number, y: number, content: string, { size, transform, ...look }: Written): string {
  const { fill = INK, weight = 400, anchor = 'start', spacing = 0, opacity = 1 } = look
  const turned = transform ? ` transform="${transform}"` : ''
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}" letter-spacing="${spacing}" fill-opacity="${opacity}"${turned}>${escaped(content)}</text>`
}

/** Draws each character at its own place: no font of ours has all characters equally wide. */
export function evenly(x: number, y: number, content: string, pitch: number, look: Written): string {
  return [...content].map((character, i) => text(x + i * pitch, y, character, { ...look, anchor: 'middle' })).join('')
}

/** Ideographs are as wide as the type is high, all else about half of that. */
const widthOf = (character: string) => (/[\u2e80-\uffef]/.test(character) ? 1 : 0.56)

/** Breaks a text into lines of at most `width` ems. No line starts with a mark that closes. */
export function linesOf(content: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  let taken = 0
  for (const character of content) {
    if (taken + widthOf(character) > width && !/[，。、；：）》」]/.test(character)) {
      lines.push(line)
      line = ''
      taken = 0
    }
    line += character
    taken += widthOf(character)
  }
  return line ? [...lines, line] : lines
}

export function paragraph(
  x: number,
  y: number,
  content: string,
  { ems, leading, ...look }: Written & { ems: number; leading: number },
): string {
  return linesOf(content, ems)
    .map((line, i) => text(x, y + i * leading, line, look))
    .join('')
}

/** Fine interwoven waves, as security papers have them. */
export function guilloche(width: number, height: number, colour: string, strands = 9): string {
  const steps = 24
  const wave = (strand: number, phase: number) => {
    const middle = ((strand + 0.5) * height) / strands
    const points = Array.from({ length: steps + 1 }, (_, i) => {
      const y = middle + Math.sin((i / steps) * Math.PI * 6 + phase + strand) * (height / strands) * 0.7
      return `${Math.round((i * width) / steps)} ${Math.round(y)}`
    })
    return `M${points.join('L')}`
  }
  const paths = Array.from({ length: strands }, (_, strand) => [0, 1.1, 2.2].map((phase) => wave(strand, phase))).flat()
  return `<path d="${paths.join('')}" fill="none" stroke="${colour}" stroke-width="1.3" stroke-opacity="0.35" stroke-linejoin="round"/>`
}

/** Draws a flower of turned ellipses where a real paper has an emblem of state, which is nobody's to draw. */
export function rosette(x: number, y: number, radius: number, colour: string, petals = 12): string {
  const drawn = Array.from(
    { length: petals },
    (_, i) =>
      `<ellipse cx="${x}" cy="${y}" rx="${radius}" ry="${radius * 0.42}" transform="rotate(${(i * 180) / petals} ${x} ${y})"/>`,
  )
  return `<g fill="none" stroke="${colour}" stroke-width="${Math.max(1.5, radius / 40)}">${drawn.join('')}</g>`
}
