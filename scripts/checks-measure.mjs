// `npm run checks:measure -- FOLDER [--results FILE]` reads the pictures of a folder and compares them with what its
// `truth.json` says. What was measured is stored in the folder as it goes: a run that was interrupted continues.
// --results stores the figures as JSON.
import { command } from './prepare/command.mjs'
import { commit } from './test/commit.mjs'

// Only tables go to stdout.
console.log = console.error
if (process.argv.includes('--results')) process.argv.push('--commit', commit())
await command('checks-measure', { takesPaths: true, withValue: ['--commit'] })
