import 'server-only'
import { existsSync, readFileSync } from 'node:fs'
import { versions } from '@/lib/core/versions'
import { type Found, failed, ok, warning } from './finding'

/** Node 20 gets no fixes since the end of April 2026. */
const OLDEST_SUPPORTED = 22

/** Reports the versions of what runs here, and of the build. PostgreSQL reports its own when it is queried. */
export function checkVersions(): Found[] {
  const { portal, node } = versions()
  const found = [`Zhunxin ${portal}`, `Node ${node}`].join(', ')
  const isSupported = Number(node.split('.')[0]) >= OLDEST_SUPPORTED
  return [
    isSupported
      ? ok(`${found}.`)
      : warning(`${found}, which gets no security fixes any more.`, `Install Node ${OLDEST_SUPPORTED} or later.`),
    existsSync('.next/BUILD_ID')
      ? ok(`The app is built (${readFileSync('.next/BUILD_ID', 'utf8').trim()}).`)
      : failed('The app is not built.', 'Build it: `npm start` or `npm run build` does.'),
  ]
}
