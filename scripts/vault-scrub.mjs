// `npm run vault:scrub [-- --collect-orphans]` reads every document completely, and names those that are missing or
// damaged.
import { command } from './prepare/command.mjs'

await command('vault-scrub')
