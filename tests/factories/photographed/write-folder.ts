import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { plan, specimenOf } from './specimens'

/** `npm run checks:specimens -- FOLDER --seed TEXT [--good 20] [--spoiled 10]` writes pictures and `truth.json`. */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string' }, good: { type: 'string' }, spoiled: { type: 'string' } },
})
const [folder] = positionals
if (!folder || !values.seed) {
  console.error('npm run checks:specimens -- FOLDER --seed TEXT [--good 20] [--spoiled 10]')
  process.exit(1)
}
mkdirSync(folder, { recursive: true })
const list = path.join(folder, 'truth.json')
writeFileSync(list, '')
for (const { level, spoil, index } of plan(Number(values.good ?? 20), Number(values.spoiled ?? 10))) {
  const file = `${level}-${spoil ?? 'good'}-${index}.jpg`
  const { truth, jpeg } = await specimenOf(values.seed, index, level, spoil)
  writeFileSync(path.join(folder, file), jpeg)
  appendFileSync(list, `${JSON.stringify({ file, ...truth })}\n`)
}
