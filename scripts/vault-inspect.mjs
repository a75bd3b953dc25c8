// `npm run vault:inspect -- FILE…` shows how the portal would judge each file, in one JSON line for each; nothing is
// stored.
import { command } from './prepare/command.mjs'

// Only answers go to stdout.
console.log = console.error
await command('vault-inspect', { takesPaths: true })
