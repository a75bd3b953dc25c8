import 'server-only'
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import type { Measured } from './measured'

/** Holds a line of the file: what was measured, and of which picture and truth. */
type Line = { readonly of: string; readonly measured: Measured }

/** Holds what was measured so far, so that a run that was interrupted continues where it stopped. */
export type MeasuredFile = {
  /** Returns what this reader measured of the same picture and truth; undefined when it has to be read. */
  known: (of: string) => Measured | undefined
  store: (of: string, measured: Measured) => void
}

/** Names a picture with what is true of it: when one of them changes, it is measured again. */
export const pictureName = (truthLine: string, picture: Buffer): string =>
  createHash('sha256').update(truthLine).update('\n').update(picture).digest('hex').slice(0, 32)

/**
 * Opens the file of what was measured. It has one line for each picture, without any value that is in one; what another
 * version of the reader measured is left in it, and not counted.
 */
export function openMeasured(file: string, engine: string): MeasuredFile {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const lines = text.split('\n').flatMap(parsedLine)
  // Lines of earlier versions don't say how a picture is shown.
  const isWhole = ({ measured }: Line) => measured.engine === engine && measured.shownTurned !== undefined
  const known = new Map(lines.filter(isWhole).map((one) => [one.of, one.measured]))
  // A run that was killed may have left half a line.
  if (text !== '' && !text.endsWith('\n')) appendFileSync(file, '\n')
  return {
    known: (of) => known.get(of),
    store: (of, measured) => {
      known.set(of, measured)
      appendFileSync(file, `${JSON.stringify({ of, measured } satisfies Line)}\n`)
    },
  }
}

function parsedLine(line: string): Line[] {
  try {
    const { of, measured } = JSON.parse(line) as Partial<Line>
    return of && measured ? [{ of, measured }] : []
  } catch {
    return []
  }
}
