import type { Edges } from './edges'

/**
 * A line crosses the middle of the frame at `at`, and leans by `lean` pixels a pixel. The border of the frame has no
 * votes.
 */
export type Line = { at: number; lean: number; votes: number }

/** The lines that may be a side of something, the strongest first. */
export type Candidates = { tops: Line[]; bottoms: Line[]; lefts: Line[]; rights: Line[] }

/** Lists the leans that are tried: about 13 degrees either way. */
const LEANS = Array.from({ length: 25 }, (_, i) => (i - 12) * 0.02)
/** So many lines for each side are tried with all others. */
const TRIED = 6

/** Finds the straight lines of a frame (Hough): nearly level ones and nearly upright ones. */
export function linesOf({ width, height, level, upright }: Edges): Candidates {
  const [tops, bottoms] = halves(levelLines(level, width, height), height)
  const [lefts, rights] = halves(levelLines(turned(upright, width, height), height, width), width)
  return { tops, bottoms, lefts, rights }
}

/** Exchanges rows and columns, so that upright lines are found as level ones. */
function turned(marks: Uint8Array, width: number, height: number): Uint8Array {
  const other = new Uint8Array(marks.length)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) other[x * height + y] = marks[y * width + x] ?? 0
  return other
}

/** Returns the nearly level lines, the strongest first: each edge votes for the lines through it. */
function levelLines(marks: Uint8Array, width: number, height: number): Line[] {
  const votes = new Uint16Array(LEANS.length * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!marks[y * width + x]) continue
      for (let i = 0; i < LEANS.length; i++) {
        const at = Math.round(y - (LEANS[i] ?? 0) * (x - width / 2))
        if (at >= 0 && at < height) votes[i * height + at] = (votes[i * height + at] ?? 0) + 1
      }
    }
  }
  const lines: Line[] = []
  for (let at = 0; at < height; at++) {
    let line: Line = { at, lean: 0, votes: 0 }
    for (const [i, lean] of LEANS.entries()) {
      const count = votes[i * height + at] ?? 0
      if (count > line.votes) line = { at, lean, votes: count }
    }
    if (line.votes > width * 0.15) lines.push(line)
  }
  return lines.toSorted((a, b) => b.votes - a.votes)
}

/** Returns the strongest lines of either half, none of which is next to a stronger one. */
function halves(lines: readonly Line[], length: number): [Line[], Line[]] {
  const chosen: [Line[], Line[]] = [[], []]
  for (const line of lines) {
    const half = line.at < length / 2 ? chosen[0] : chosen[1]
    if (half.length < TRIED && half.every(({ at }) => Math.abs(at - line.at) > 3)) half.push(line)
  }
  return chosen
}
