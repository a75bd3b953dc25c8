// `npm run audit:verify [-- --checkpoint FILE] [--key FILE] [--json]` verifies the audit log in the database; `npm run
// audit:verify -- --bundle FILE …` verifies an export of one, with Node alone.
import { verifyCommand } from '../lib/audit-log/verifier/verify.mjs'
import { command } from './prepare/command.mjs'

const args = process.argv.slice(2)
if (args.some((arg) => /^--bundle(=|$)/.test(arg))) {
  process.chdir(process.env.INIT_CWD || process.cwd())
  process.exitCode = await verifyCommand(args)
} else {
  if (args.includes('--json')) console.log = console.error // only the report goes to stdout
  await command('audit-verify', { takesPaths: true })
}
