import 'server-only'
import { readFileSync } from 'node:fs'

export type Versions = { portal: string; node: string }

/** Returns the versions of what runs here. The portal's is that of its source. */
export function versions(): Versions {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  return { portal: version, node: process.versions.node }
}
