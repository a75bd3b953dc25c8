import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { findGuards } from './find-guards.mjs'

const PROBE = fileURLToPath(new URL('probe.mjs', import.meta.url))

/** Makes each guard of lib call the probe, in memory: no file is written. Only for runs that try guards. */
export const guardProbes = (root) => ({
  name: 'guard-probes',
  enforce: 'pre',
  transform(text, id) {
    const file = path.relative(root, id.split('?')[0])
    if (!isGuarded(file)) return null
    const { code, guards } = findGuards(file, text)
    return guards.length > 0 ? { code: `import * as __guards from ${JSON.stringify(PROBE)};${code}`, map: null } : null
  },
})

export const isGuarded = (file) => /^lib\/.*\.ts$/.test(file) && !/\.test\.ts$|\/generated\//.test(file)
