// `npm run keys:rotate`, `keys:check`, `keys:forget`, `keys:export` and `keys:import` manage the keyring and the keys
// that are wrapped under it.
import { command } from './prepare/command.mjs'

await command('keys', { takesPaths: true, withValue: ['--forget'] })
