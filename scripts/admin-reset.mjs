// `npm run admin:reset`: a link that lets an administrator in again who lost password or second factor.
import { command } from './prepare/command.mjs'

await command('admin-reset')
