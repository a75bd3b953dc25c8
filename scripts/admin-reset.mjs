// `npm run admin:reset` prints a link by which an administrator who lost their password or second factor gets in again.
import { command } from './prepare/command.mjs'

await command('admin-reset')
