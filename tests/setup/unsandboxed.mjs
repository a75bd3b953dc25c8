// This program starts a portal on which no decoder is confined: as root without a right of root's, on a system that has neither
// `unshare` nor `setpriv`. It replaces `scripts/start.mjs`.
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'

const BARE = `
  cp /usr/bin/setpriv "$0/setpriv-of-test" &&
  mount --bind /dev/null /usr/bin/unshare && mount --bind /dev/null /usr/bin/setpriv &&
  exec "$0/setpriv-of-test" --bounding-set=-all --inh-caps=-all "$@"`
const words = ['-m', 'sh', '-c', BARE, tmpdir(), process.execPath, 'scripts/start.mjs']
const portal = spawn('unshare', words, { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => portal.kill(signal))
portal.once('exit', (code) => process.exit(code ?? 1))
