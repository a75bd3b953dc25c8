// `npm run letter:recognise -- [--facts FILE] FILE…` says what is in photographs of letters:
// docs/letter-recognition.md.
import { command } from './prepare/command.mjs'

// Only answers go to stdout.
console.log = console.error
await command('letter-recognise', { takesPaths: true })
