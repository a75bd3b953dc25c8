// These servers and programs are used by tests of the portal: Debian's own, where we may install them. Elsewhere those
// tests are skipped, by name.
import { existsSync } from 'node:fs'
import { say } from '../prepare/run.mjs'
import { installPackages, mayInstall } from './debian.mjs'
import { tally } from './tally.mjs'

const SERVERS = [
  { program: '/usr/bin/moto_server', packages: ['python3-moto', 'python3-flask', 'python3-flask-cors'] },
  { program: '/usr/sbin/clamd', packages: ['clamav-daemon'] },
  { program: '/usr/sbin/nginx', packages: ['nginx'] },
  { program: '/usr/bin/caddy', packages: ['caddy'] },
  { program: '/usr/bin/qpdf', packages: ['qpdf'] },
  { program: '/usr/bin/pdffonts', packages: ['poppler-utils'] },
  { program: '/usr/bin/docker-compose', packages: ['docker-compose'] },
  { program: '/usr/sbin/apparmor_parser', packages: ['apparmor'] },
  { program: '/usr/bin/prometheus', packages: ['prometheus'] },
  { program: '/usr/sbin/pgbouncer', packages: ['pgbouncer'] },
  { program: '/usr/lib/postgresql/17/bin/pg_dump', packages: ['postgresql-client-17'] },
]

/** A program that opens exported files, for `npm run test:long` alone, because it is large. */
const SPREADSHEET = [{ program: '/usr/bin/soffice', packages: ['libreoffice-calc-nogui'] }]

/**
 * Installs what is missing.
 *
 * @returns {Promise<import('./tally.mjs').Tally>} what could not be installed has failed where it can be expected, in
 *   CI as root on Debian; elsewhere the tests that need it are skipped
 */
export const ensureServers = () => ensure(SERVERS)
export const ensureSpreadsheet = () => ensure(SPREADSHEET)

async function ensure(programs) {
  const missing = programs.filter(({ program }) => !existsSync(program))
  if (missing.length === 0 || !mayInstall()) return tally(0, 0)
  for (const { packages } of missing) await installPackages(packages)
  const absent = programs.filter(({ program }) => !existsSync(program)).map(({ program }) => program)
  for (const program of absent) say(`${program} can't be installed: what needs it is skipped.`)
  return process.env.CI
    ? tally(
        0,
        absent.length,
        [],
        absent.map((program) => `${program} can't be installed`),
      )
    : tally(0, 0)
}
