// `npm run vault:inspect -- FILE…`: what the portal would say to each file; one JSON line a file, nothing is stored.
import { command } from './prepare/command.mjs'

// Answers alone go to stdout.
console.log = console.error
await command('vault-inspect', { takesPaths: true })
