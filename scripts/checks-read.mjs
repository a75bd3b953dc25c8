// `npm run checks:read -- [--kind KIND] FILE…` shows what is read in each file, in one JSON line for each; nothing is
// stored.
import { command } from './prepare/command.mjs'

// Only answers go to stdout.
console.log = console.error
await command('checks-read', { takesPaths: true, withValue: ['--kind'] })
