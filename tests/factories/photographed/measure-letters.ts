import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import type { LetterPage } from '@/lib/checks/letter/letter-page'
import { reader, readLetter } from '@/lib/checks/read-picture'
import type { Reading } from '@/lib/checks/reading'
import { prepareFolder } from '@/lib/cli/start/prepare-installation'
import { DomainError } from '@/lib/core/errors'
import { RENDITION_JPEG } from '@/lib/imaging/rendition-jpeg'
import { LEVELS, type Level, type Spoil } from './levels'
import { type LetterTruth, signedPage } from './signed-letters'

/**
 * `npm run letter:measure -- --seed TEXT [--each 20] [--cut 10] [--level LEVEL] [--measured FILE]` draws photographs of fresh letters,
 * has them recognised in the reader child, and prints a table and what was missed. `--cut`: of each level, of which a part is
 * outside. Each page is a line of JSON on stderr; `--measured` names a file with such lines of earlier runs with the same seed,
 * which are counted, and whose pages are not measured again.
 */
const USAGE = 'npm run letter:measure -- --seed TEXT [--each 20] [--cut 10] [--level LEVEL] [--measured FILE]'
const text = { type: 'string' } as const
const { values } = parseArgs({ options: { seed: text, each: text, cut: text, level: text, measured: text } })
const { seed } = values
if (!seed) {
  console.error(USAGE)
  process.exit(1)
}
prepareFolder()

/** Pixels on the long side of a picture as the portal shows it. */
const SIDE = 2_000

type Measured = { seed: string; level: Level; name: string; ms: number; outcomes: Readonly<Record<string, boolean>> }

const pages = values.measured ? measuredIn(values.measured, seed) : []
const done = new Set(pages.map(({ level, name }) => `${level} ${name}`))
const [each, cut] = [Number(values.each ?? 20), Number(values.cut ?? 10)]
// Level by level within each index, so that a run that was stopped has as many of each.
for (let index = 0; index < Math.max(each, cut); index += 1)
  for (const level of LEVELS.filter((one) => !values.level || one === values.level)) {
    if (index < each) await measure(seed, index, level, null)
    if (index < cut) await measure(seed, index, level, 'cut')
  }
reader().close()
printTable()
process.exit(0)

function measuredIn(file: string, from: string): Measured[] {
  const lines = readFileSync(file, 'utf8').split('\n')
  const found = lines.filter((line) => line.startsWith('{"seed":')).map((line) => JSON.parse(line) as Measured)
  return found.filter((one) => one.seed === from)
}

async function measure(from: string, index: number, level: Level, spoil: Spoil | null): Promise<void> {
  const name = `${spoil ?? ''}${index}`
  if (done.has(`${level} ${name}`)) return
  const { truth, jpeg, issued } = await signedPage(from, index, level, spoil)
  const { data: rendition, info } = await renditionOf(jpeg)
  const { width, height } = info
  const started = performance.now()
  const { reading } = await readPatiently(rendition, from, issued)
  const ms = Math.round(performance.now() - started)
  const outcomes = spoil ? cutOutcomes(reading.letter) : outcomesOf(truth, reading, { width, height })
  const page: Measured = { seed: from, level, name, ms, outcomes: Object.fromEntries(outcomes) }
  pages.push(page)
  console.error(JSON.stringify(page))
}

/** A machine that is too busy says nothing of how well letters are recognised. */
async function readPatiently(...given: Parameters<typeof readLetter>): ReturnType<typeof readLetter> {
  try {
    return await readLetter(...given)
  } catch (error) {
    if (error instanceof DomainError && error.code === 'TRY_AGAIN') return readPatiently(...given)
    throw error
  }
}

/** Draws a picture as the portal does, whose own program can't draw what is photographed. */
function renditionOf(jpeg: Buffer) {
  const within = { width: SIDE, height: SIDE, fit: 'inside', withoutEnlargement: true, kernel: 'cubic' } as const
  return sharp(jpeg).resize(within).jpeg(RENDITION_JPEG).toBuffer({ resolveWithObject: true })
}

type Outcome = readonly [what: string, isRight: boolean]

function cutOutcomes(letter: LetterPage): Outcome[] {
  return [['cut off: said, or not recognised', letter.cropped !== false]]
}

function outcomesOf(
  truth: LetterTruth,
  { letter, turned }: Reading,
  size: { width: number; height: number },
): Outcome[] {
  if (!letter) return []
  const outcomes: Outcome[] = [
    ['registered', letter.registered && farthest(letter.corners ?? [], truth.corners, size) < 0.02],
    ['right letter and page', letter.code?.text === truth.code],
    ['code read', letter.code?.text === truth.code && letter.code.isRead],
    ['upright', turned === truth.turned],
    ['not cropped', letter.cropped === false],
  ]
  if (truth.altered) outcomes.push([`altered: ${truth.altered.kind}`, isFound(truth.altered.rectangle, letter)])
  else outcomes.push(['nothing altered', (letter.altered ?? []).length === 0])
  const { hands } = truth
  if (!hands) return [...outcomes, ['no boxes', letter.signature === null]]
  outcomes.push(['signature', letter.signature?.there === hands.signed], ['date', letter.date?.there === hands.dated])
  const isUnknown = truth.grey && hands.mark !== 'none'
  if (isUnknown) outcomes.push(['grey copy', letter.grey === true && letter.mark === null])
  else outcomes.push(['kind of mark', letter.mark?.kind === hands.mark || (truth.grey && letter.mark === null)])
  return outcomes
}

type Places = readonly { readonly x: number; readonly y: number }[]

/** Returns how far a corner is from where it should be, as a share of the page's diagonal. */
function farthest(found: Places, wanted: Places, { width, height }: { width: number; height: number }): number {
  const apart = (a: Places[number], b: Places[number]) => Math.hypot((a.x - b.x) * width, (a.y - b.y) * height)
  const [first, , third] = wanted
  if (found.length === 0 || !first || !third) return 1
  return Math.max(...found.map((corner, i) => apart(corner, wanted[i] ?? corner))) / apart(first, third)
}

function isFound(wanted: { x: number; y: number; width: number; height: number }, { altered }: LetterPage): boolean {
  return (altered ?? []).some(({ rectangle: { x, y, width, height } }) => {
    const isBeside = x > wanted.x + wanted.width || wanted.x > x + width
    return !isBeside && y <= wanted.y + wanted.height && wanted.y <= y + height
  })
}

type Score = { right: number; all: number; missed: string[] }

function printTable(): void {
  const scores = new Map<string, Map<Level, Score>>()
  for (const { level, name, outcomes } of pages)
    for (const [what, isRight] of Object.entries(outcomes)) {
      const levels = scores.get(what) ?? new Map<Level, Score>()
      const score = levels.get(level) ?? { right: 0, all: 0, missed: [] }
      score.all += 1
      if (isRight) score.right += 1
      else score.missed.push(name)
      scores.set(what, levels.set(level, score))
    }
  const lines = [`| | ${LEVELS.join(' | ')} |`, `|---|${LEVELS.map(() => '---|').join('')}`]
  for (const [what, levels] of scores) {
    const cells = LEVELS.map((level) => {
      const score = levels.get(level)
      return score ? `${Math.round((1000 * score.right) / score.all) / 10} (${score.right} of ${score.all})` : ''
    })
    lines.push(`| ${what} | ${cells.join(' | ')} |`)
  }
  const times = pages.map(({ ms }) => ms).sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0
  lines.push('', `A page took half of the pictures up to ${at(0.5)} ms, nine tenths up to ${at(0.9)}.`)
  for (const [what, levels] of scores)
    for (const [level, { missed }] of levels)
      if (missed.length > 0) lines.push(`- ${what}, ${level}: ${missed.join(' ')}`)
  process.stdout.write(`${lines.join('\n')}\n`)
}
