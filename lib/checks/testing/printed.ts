import type { Line } from '../ocr/read-lines'

/** Makes a line as a model would read it, at a place on the page; each character is as wide as the line is high. */
export function printed(text: string, x: number, y: number, height = 40, confidence = 0.99): Line {
  const width = [...text].length * height
  const characters = [...text].map((character, i, { length }) => ({
    ...{ text: character, confidence, others: [] },
    at: (i + 0.5) / length,
  }))
  return { text, characters, box: { x: x + width / 2, y, width, height, angle: 0 } }
}

/** Makes a character of the line a doubtful one, which could also be another. */
export function doubtful(line: Line, at: number, text: string, other: string): Line {
  const characters = line.characters.map((character, i) =>
    i === at ? { ...character, text, confidence: 0.5, others: [{ text: other, confidence: 0.4 }] } : character,
  )
  return { ...line, text: characters.map((one) => one.text).join(''), characters }
}
