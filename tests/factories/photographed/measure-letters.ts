import { appendFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { engineOf } from '@/lib/checks/engine'
import type { LetterPage } from '@/lib/checks/letter/letter-page'
import { reader, readLetter } from '@/lib/checks/read-picture'
import type { Reading } from '@/lib/checks/reading'
import { prepareFolder } from '@/lib/cli/start/prepare-installation'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { RENDITION_JPEG } from '@/lib/imaging/rendition-jpeg'
import { letterResults, letterTable, type MeasuredPage, measuredIn } from './letter-figures'
import { LEVELS, type Level, type Spoil } from './levels'
import { type LetterTruth, signedPage } from './signed-letters'

/**
 * `npm run letter:measure -- --seed TEXT [--each 20] [--cut 10] [--level LEVEL] [--measured FILE] [--results FILE]`
 * draws photographs of fresh letters, has them recognised in the reader child, and prints a table and what was missed.
 * `--cut`: of each level, of which a part is outside. Each page is a line of JSON on stderr. `--measured` names a file
 * of such lines, to which each page is added: those that are in it with the same seed, of this reader, are counted and
 * not measured again. `--results` stores the figures as JSON.
 */
const USAGE =
  'npm run letter:measure -- --seed TEXT [--each 20] [--cut 10] [--level LEVEL] [--measured FILE] [--results FILE]'
const text = { type: 'string' } as const
const { values } = parseArgs({
  options: { seed: text, each: text, cut: text, level: text, measured: text, results: text, commit: text },
})
const { seed } = values
if (!seed) {
  console.error(USAGE)
  process.exit(1)
}
prepareFolder()

/** Counts the pixels on the long side of a picture as the portal shows it. */
const SIDE = 2_000

const engine = engineOf(env().OCR_MODELS)
const pages = values.measured ? measuredIn(values.measured, seed, engine) : []
const done = new Set(pages.map(({ level, name }) => `${level} ${name}`))
const [each, cut] = [Number(values.each ?? 20), Number(values.cut ?? 10)]
// Level by level within each index, so that a run that was stopped has as many of each.
for (let index = 0; index < Math.max(each, cut); index += 1)
  for (const level of LEVELS.filter((one) => !values.level || one === values.level)) {
    if (index < each) await measure(seed, index, level, null)
    if (index < cut) await measure(seed, index, level, 'cut')
  }
reader().close()
process.stdout.write(`${letterTable(pages).join('\n')}\n`)
if (values.results) {
  const results = letterResults(pages, { commit: values.commit ?? 'unknown', engine, seed })
  writeFileSync(values.results, `${JSON.stringify(results, null, 2)}\n`)
}
process.exit(0)

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
  const page: MeasuredPage = { seed: from, engine, level, name, ms, outcomes: Object.fromEntries(outcomes) }
  pages.push(page)
  const line = JSON.stringify(page)
  console.error(line)
  if (values.measured) appendFileSync(values.measured, `${line}\n`)
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

/** An outcome is null where nothing was said. */
type Outcome = readonly [what: string, isRight: boolean | null]

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
    ['right letter and page', letter.code && letter.code.text === truth.code],
    ['code read', letter.code?.text === truth.code && letter.code.isRead],
    ['upright', turned === truth.turned],
    ['not cropped', letter.cropped === false],
  ]
  if (truth.altered) outcomes.push([`altered: ${truth.altered.kind}`, isFound(truth.altered.rectangle, letter)])
  else outcomes.push(['nothing altered', (letter.altered ?? []).length === 0])
  const { hands } = truth
  if (!hands) return [...outcomes, ['no boxes', letter.signature === null]]
  outcomes.push(
    ['signature', letter.signature && letter.signature.there === hands.signed],
    ['date', letter.date && letter.date.there === hands.dated],
  )
  const isUnknown = truth.grey && hands.mark !== 'none'
  if (isUnknown) outcomes.push(['grey copy', letter.grey === true && letter.mark === null])
  else outcomes.push(['kind of mark', letter.mark ? letter.mark.kind === hands.mark : truth.grey || null])
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
