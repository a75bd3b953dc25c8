// `npm run audit:witness` watches an audit log from another machine, and cosigns each checkpoint that continues the
// last one it saw.
import { command } from './prepare/command.mjs'

await command('audit-witness', { takesPaths: true })
