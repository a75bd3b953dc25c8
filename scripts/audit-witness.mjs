// `npm run audit:witness`: watches an audit log from elsewhere, and cosigns what goes on from what it saw before.
import { command } from './prepare/command.mjs'

await command('audit-witness', { takesPaths: true })
