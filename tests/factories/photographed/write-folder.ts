import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { PAPERS, plan, specimenOf } from './specimens'

/**
 * `npm run checks:specimens -- FOLDER --seed TEXT [--good 20] [--spoiled 10] [--papers PAPER,…]` writes pictures and
 * `truth.json`. `--papers`: the good ones are of these papers alone, such as `permit,taiwan-permit`.
 */
const USAGE = `npm run checks:specimens -- FOLDER --seed TEXT [--good 20] [--spoiled 10] [--papers PAPER,…]\nPAPER is one of: ${PAPERS.join(', ')}`
const text = { type: 'string' } as const
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seed: text, good: text, spoiled: text, papers: text },
})
const [folder] = positionals
const named = values.papers?.split(',')
const papers = named && PAPERS.filter((paper) => named.includes(paper))
if (!folder || !values.seed || papers?.length !== named?.length) {
  console.error(USAGE)
  process.exit(1)
}
mkdirSync(folder, { recursive: true })
const list = path.join(folder, 'truth.json')
writeFileSync(list, '')
for (const { level, spoil, index } of plan(Number(values.good ?? 20), Number(values.spoiled ?? 10))) {
  const file = `${level}-${spoil ?? 'good'}-${index}.jpg`
  const { truth, jpeg } = await specimenOf(values.seed, index, level, spoil, papers)
  writeFileSync(path.join(folder, file), jpeg)
  appendFileSync(list, `${JSON.stringify({ file, ...truth })}\n`)
}
