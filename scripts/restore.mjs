// `npm run restore -- DIR [--tombstones FILE]` verifies a backup, and makes an installation of it.
import { command } from './prepare/command.mjs'

await command('restore', { takesPaths: true })
