// `npm run checks:measure -- FOLDER` reads the pictures of a folder and compares them with what its `truth.json` says.
import { command } from './prepare/command.mjs'

// Only the table goes to stdout.
console.log = console.error
await command('checks-measure', { takesPaths: true })
