import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { LEVELS, type Level } from './levels'

/** Says how a photograph of a page was recognised: what was right, what was wrong, and of what nothing was said. */
export type MeasuredPage = {
  readonly seed: string
  /** Names the reader; lines of before it was noted have none. */
  readonly engine?: string
  readonly level: Level
  readonly name: string
  readonly ms: number
  readonly outcomes: Readonly<Record<string, boolean | null>>
}

/**
 * Returns the pages of a seed that were measured by the same reader. A run that was killed may have left half a line.
 */
export function measuredIn(file: string, seed: string, engine: string): MeasuredPage[] {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (text !== '' && !text.endsWith('\n')) appendFileSync(file, '\n')
  const found = text.split('\n').flatMap((line): MeasuredPage[] => {
    try {
      return line.startsWith('{"seed":') ? [JSON.parse(line) as MeasuredPage] : []
    } catch {
      return []
    }
  })
  return found.filter((one) => one.seed === seed && one.engine === engine)
}

type Count = { right: number; wrong: number; notRead: number; missed: string[] }

/** Counts what was right, wrong and not read of each thing, by level; names the pages that were missed. */
function countsOf(pages: readonly MeasuredPage[]): Map<string, Map<Level, Count>> {
  const counts = new Map<string, Map<Level, Count>>()
  for (const { level, name, outcomes } of pages)
    for (const [what, isRight] of Object.entries(outcomes)) {
      const levels = counts.get(what) ?? new Map<Level, Count>()
      const count = levels.get(level) ?? { right: 0, wrong: 0, notRead: 0, missed: [] }
      if (isRight) count.right += 1
      else {
        count[isRight === null ? 'notRead' : 'wrong'] += 1
        count.missed.push(isRight === null ? `${name} (not read)` : name)
      }
      counts.set(what, levels.set(level, count))
    }
  return counts
}

const allOf = ({ right, wrong, notRead }: Count) => right + wrong + notRead

/** Returns the lines of a table, with what was missed below it. */
export function letterTable(pages: readonly MeasuredPage[]): string[] {
  const counts = countsOf(pages)
  const lines = [`| | ${LEVELS.join(' | ')} |`, `|---|${LEVELS.map(() => '---|').join('')}`]
  for (const [what, levels] of counts) {
    const cells = LEVELS.map((level) => {
      const count = levels.get(level)
      if (!count) return ''
      const share = Math.round((1000 * count.right) / allOf(count)) / 10
      const notRead = count.notRead > 0 ? `, ${count.notRead} not read` : ''
      return `${share} (${count.right} of ${allOf(count)}${notRead})`
    })
    lines.push(`| ${what} | ${cells.join(' | ')} |`)
  }
  const { half, nineTenths } = timesOf(pages)
  lines.push('', `A page took half of the pictures up to ${half} ms, nine tenths up to ${nineTenths}.`)
  for (const [what, levels] of counts)
    for (const [level, { missed }] of levels)
      if (missed.length > 0) lines.push(`- ${what}, ${level}: ${missed.join(' ')}`)
  return lines
}

function timesOf(pages: readonly MeasuredPage[]) {
  const times = pages.map(({ ms }) => ms).sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0
  return { half: at(0.5), nineTenths: at(0.9) }
}

type Measurement = { readonly commit: string; readonly engine: string; readonly seed: string }

/**
 * Returns what is stored of a measurement. What a letter shows is said of any confidence: what is wrong of it would
 * have been said, and is what the other checks call sure and wrong.
 */
export function letterResults(pages: readonly MeasuredPage[], { commit, engine, seed }: Measurement) {
  const levels = LEVELS.map((level) => [level, pages.filter((one) => one.level === level).length] as const)
  const rows = [...countsOf(pages)].flatMap(([what, byLevel]) =>
    [...byLevel].map(([set, { missed, ...count }]) => ({ set, what, ...count, sureAndWrong: count.wrong, missed })),
  )
  return {
    name: 'letters',
    note: 'npm run letter:measure: what was recognised in photographs of fresh letters.',
    ...{ commit, engine, seeds: [seed], levels: Object.fromEntries(levels.filter(([, count]) => count > 0)) },
    fields: rows.map(({ missed: _missed, ...row }) => row),
    missed: rows
      .filter(({ missed }) => missed.length > 0)
      .map(({ set, what, missed }) => ({ set, what, pages: missed })),
    ms: timesOf(pages),
  }
}
