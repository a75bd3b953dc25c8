// Checks that comments, docs and English texts use plain words: part of `npm run validate`. With --count it prints how
// many old words and sentence fragments each folder still has, and with --json it prints only the totals.
import { requireNode, root } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'
import { countWords, printCounts, totalsOf } from './words/count.mjs'
import { findFaults } from './words/find-faults.mjs'
import { readPieces } from './words/read-pieces.mjs'

await program(() => {
  requireNode()
  const pieces = [...readPieces(root)]
  if (process.argv.includes('--json')) return console.log(JSON.stringify(totalsOf(countWords(pieces)), null, 2))
  if (process.argv.includes('--count')) return printCounts(countWords(pieces))
  const faults = pieces.flatMap(findFaults)
  for (const { file, line, found, instead } of faults) console.error(`${file}:${line}: "${found}": write ${instead}`)
  if (faults.length === 0) return
  console.error(`${faults.length} places use words that scripts/words/phrases.mjs replaces.`)
  process.exitCode = 1
})
