import 'server-only'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { engineOf } from '@/lib/checks/engine'
import { env } from '@/lib/core/env'
import { DocumentKind, ReadingField } from '@/lib/db/generated/enums'
import { fieldCountsOf, fieldTableOf } from './checks/field-counts'
import { measuredOf } from './checks/measured'
import { openMeasured, pictureName } from './checks/measured-file'
import { readFile } from './checks/read-file'
import { resultsOf } from './checks/results'
import { type Pair, scoresOf, tableOf, timesOf } from './checks/score'
import { refuseUnreadable } from './inspect/refuse-unreadable'
import { warnOfDecoding } from './inspect/warn-of-decoding'
import { prepareFolder } from './start/prepare-installation'
import { runCommand, StartRefusal } from './start/run-program'

const USAGE = 'npm run checks:measure -- FOLDER [--results FILE]'

/** Parses a line of `truth.json`. */
const truthLine = z.object({
  file: z.string(),
  level: z.string(),
  seed: z.string().optional(),
  expected: z.enum(DocumentKind).nullable(),
  kind: z.string(),
  side: z.string().nullable(),
  turned: z.number(),
  spoiled: z.string().nullable(),
  rare: z.boolean(),
  fields: z.partialRecord(z.enum(ReadingField), z.string()),
})

runCommand(async () => {
  const { folder, results, commit } = argumentsOf(process.argv.slice(2))
  const list = path.join(folder, 'truth.json')
  refuseUnreadable(list)
  const listed = readFileSync(list, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => ({ line, truth: truthLine.parse(JSON.parse(line)) }))
  for (const { truth } of listed) refuseUnreadable(path.join(folder, truth.file))
  prepareFolder()
  await warnOfDecoding()
  const engine = engineOf(env().OCR_MODELS)
  const measured = openMeasured(path.join(folder, 'measured.jsonl'), engine)
  const pairs: Pair[] = []
  const refused: string[] = []
  for (const { line, truth } of listed) {
    const picture = path.join(folder, truth.file)
    const name = pictureName(line, readFileSync(picture))
    const known = measured.known(name)
    if (known) {
      pairs.push({ truth, measured: known })
      continue
    }
    const reading = await readFile(picture, truth.expected)
    if ('refused' in reading) {
      console.error(`${truth.file} is refused and left out: ${reading.refused}`)
      refused.push(truth.file)
      continue
    }
    const found = measuredOf(truth, reading)
    measured.store(name, found)
    pairs.push({ truth, measured: found })
  }
  const { half, nineTenths, all } = timesOf(pairs)
  const times = `milliseconds a picture: half within ${half}, nine tenths within ${nineTenths}, all within ${all}`
  const tables = [...fieldTableOf(fieldCountsOf(pairs)), '', ...tableOf(scoresOf(pairs)), times]
  process.stdout.write(`${tables.join('\n')}\n`)
  if (results) writeFileSync(results, `${JSON.stringify(resultsOf({ commit, engine, pairs, refused }), null, 2)}\n`)
  return 0
})

function argumentsOf(args: string[]): { folder: string; results: string | undefined; commit: string } {
  try {
    const text = { type: 'string' } as const
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { results: text, commit: text },
    })
    const [folder] = positionals
    if (folder) return { folder, results: values.results, commit: values.commit ?? 'unknown' }
  } catch {
    throw new StartRefusal(USAGE)
  }
  throw new StartRefusal(USAGE)
}
