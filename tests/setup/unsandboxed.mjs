// This program starts a portal on which no decoder is confined: as root without a right of root's, on a system that has no
// `unshare`. It stands in place of `scripts/start.mjs`.
import { spawn } from 'node:child_process'

const BARE = 'mount --bind /dev/null /usr/bin/unshare && exec setpriv --bounding-set=-all --inh-caps=-all "$@"'
const words = ['-m', 'sh', '-c', BARE, 'sh', process.execPath, 'scripts/start.mjs']
const portal = spawn('unshare', words, { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => portal.kill(signal))
portal.once('exit', (code) => process.exit(code ?? 1))
