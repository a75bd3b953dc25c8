// `npm run letter:issue -- --facts FILE --out FILE` writes a commitment letter as a PDF, as the portal would:
// docs/letters.md.
import { command } from './prepare/command.mjs'

// Only the answer goes to stdout.
console.log = console.error
await command('letter-issue', { takesPaths: true })
