// `npm run keys:rotate`, `keys:check`, `keys:export`, `keys:import`: the keyring, and what is wrapped under it.
import { command } from './prepare/command.mjs'

await command('keys', { takesPaths: true })
