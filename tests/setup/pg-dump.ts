import { spawnSync } from 'node:child_process'

/** Names the embedded version. In the tests of dumps it represents an operator's own server. */
export const MAJOR = 17

/** Installed by `npm test` where it may: see scripts/test/servers.mjs. */
export const isThereADump = ['pg_dump', `/usr/lib/postgresql/${MAJOR}/bin/pg_dump`].some((program) =>
  new RegExp(` ${MAJOR}\\.`).test(String(spawnSync(program, ['--version']).stdout ?? '')),
)
