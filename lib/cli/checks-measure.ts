import 'server-only'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { DocumentKind, ReadingField } from '@/lib/db/generated/enums'
import { readFile } from './checks/read-file'
import { type Pair, scoresOf, tableOf, timesOf } from './checks/score'
import { refuseUnreadable } from './inspect/refuse-unreadable'
import { warnOfDecoding } from './inspect/warn-of-decoding'
import { prepareFolder } from './start/prepare-installation'
import { runCommand, StartRefusal } from './start/run-program'

/** A line of `truth.json`. */
const truthLine = z.object({
  file: z.string(),
  level: z.string(),
  expected: z.enum(DocumentKind).nullable(),
  kind: z.string(),
  side: z.string().nullable(),
  turned: z.number(),
  spoiled: z.string().nullable(),
  rare: z.boolean(),
  fields: z.partialRecord(z.enum(ReadingField), z.string()),
})

runCommand(async () => {
  const [folder] = process.argv.slice(2)
  if (!folder) throw new StartRefusal('npm run checks:measure -- FOLDER')
  const list = path.join(folder, 'truth.json')
  refuseUnreadable(list)
  prepareFolder()
  await warnOfDecoding()
  const pairs: Pair[] = []
  for (const line of readFileSync(list, 'utf8').split('\n').filter(Boolean)) {
    const truth = truthLine.parse(JSON.parse(line))
    const reading = await readFile(path.join(folder, truth.file), truth.expected)
    if ('refused' in reading) console.error(`${truth.file} is refused and left out: ${reading.refused}`)
    else pairs.push({ truth, reading })
  }
  process.stdout.write(`${[...tableOf(scoresOf(pairs)), timesOf(pairs)].join('\n')}\n`)
  return 0
})
