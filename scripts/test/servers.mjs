// These servers and programs are used by tests of the portal: Debian's own, where we may install them. Elsewhere those
// tests are skipped, by name.
import { existsSync } from 'node:fs'
import { run, say } from '../prepare/run.mjs'

const SERVERS = [
  { program: '/usr/bin/moto_server', packages: ['python3-moto', 'python3-flask', 'python3-flask-cors'] },
  { program: '/usr/sbin/clamd', packages: ['clamav-daemon'] },
  { program: '/usr/sbin/nginx', packages: ['nginx'] },
  { program: '/usr/bin/caddy', packages: ['caddy'] },
  { program: '/usr/bin/qpdf', packages: ['qpdf'] },
  { program: '/usr/bin/docker-compose', packages: ['docker-compose'] },
  { program: '/usr/bin/prometheus', packages: ['prometheus'] },
  { program: '/usr/sbin/pgbouncer', packages: ['pgbouncer'] },
  { program: '/usr/lib/postgresql/17/bin/pg_dump', packages: ['postgresql-client-17'] },
]

/** A program that opens exported files, for `npm run test:long` alone, because it is large. */
const SPREADSHEET = [{ program: '/usr/bin/soffice', packages: ['libreoffice-calc-nogui'] }]

export const ensureServers = () => ensure(SERVERS)
export const ensureSpreadsheet = () => ensure(SPREADSHEET)

async function ensure(programs) {
  const missing = programs.filter(({ program }) => !existsSync(program))
  if (missing.length === 0) return
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-update', 'apt-get', ['update'], quiet).catch(() => {})
  for (const { packages } of missing) {
    say(`Installing ${packages.join(', ')} …`)
    try {
      await run('apt-install', 'apt-get', ['install', '-y', '--no-install-recommends', ...packages], quiet)
    } catch {
      say('Not available here: what needs it is skipped.')
    }
  }
}
