// `npm run test:guards`, or with folders (`-- lib/accounts lib/members`): removes each guard in turn, and fails when a test misses none.
import { readdirSync } from 'node:fs'
import { at, requireNode, root } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'
import { prepareApp } from './prepare/steps.mjs'
import { keepResults, mutateGuards } from './test/guard-mutations.mjs'

await program(async () => {
  requireNode()
  process.chdir(root)
  await prepareApp(at('.build/test-data'))
  const named = process.argv.slice(2)
  const all = readdirSync(at('lib'), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [`lib/${entry.name}`] : [],
  )
  const folders = named.length > 0 ? named : all
  const results = await mutateGuards(folders)
  keepResults(folders, results)
  const missed = results.filter(({ outcome }) => outcome !== 'caught')
  console.log(`${results.length} guards, ${results.length - missed.length} caught, ${missed.length} not.`)
  process.exitCode = missed.length === 0 ? 0 : 1
})
