// `npm run vault:scrub [-- --collect-orphans]`: reads every document through, and says what is missing or damaged.
import { command } from './prepare/command.mjs'

await command('vault-scrub')
