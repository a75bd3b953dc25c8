// This program starts a portal on which no decoder is confined, or another program of ours: as root without a right of
// root's, on a system that has neither `unshare` nor `setpriv`. It replaces `scripts/start.mjs`, or is given the script
// and its arguments.
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'

const BARE = `
  cp /usr/bin/setpriv "$0/setpriv-of-test" &&
  mount --bind /dev/null /usr/bin/unshare && mount --bind /dev/null /usr/bin/setpriv &&
  exec "$0/setpriv-of-test" --bounding-set=-all --inh-caps=-all "$@"`
const [script = 'scripts/start.mjs', ...given] = process.argv.slice(2)
const words = ['-m', 'sh', '-c', BARE, tmpdir(), process.execPath, script, ...given]
const portal = spawn('unshare', words, { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => portal.kill(signal))
portal.once('exit', (code) => process.exit(code ?? 1))
