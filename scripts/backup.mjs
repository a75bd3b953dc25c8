// `npm run backup -- DIR [--with-keys]` takes a snapshot of database and documents, while the portal serves.
import { command } from './prepare/command.mjs'

await command('backup', { takesPaths: true })
