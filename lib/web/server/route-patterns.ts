import 'server-only'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { isPublicFile } from '../public-files'
import { pathOf } from '../request-headers'

const Route = z.object({ page: z.string(), regex: z.string() })
/** The list of routes that the framework writes when it builds. */
const Manifest = z.object({ staticRoutes: z.array(Route), dynamicRoutes: z.array(Route) })

/** Names everything that is no route of the portal. */
export const NO_ROUTE = 'other'

const BUILT_FILES = '/_next/static/'

/**
 * Reads which routes a build has.
 *
 * @param own paths that the portal answers without the framework; a step in braces is any
 * @returns which of them answers a request's target, as `/people/[userId]`: a short list of names, which contain
 *   nothing of an address
 */
export function routePatterns(buildFolder: string, own: readonly string[] = []): (target: string) => string {
  const text = readFileSync(path.join(buildFolder, 'routes-manifest.json'), 'utf8')
  const { staticRoutes, dynamicRoutes } = Manifest.parse(JSON.parse(text))
  const routes = [...staticRoutes, ...dynamicRoutes].map(({ page, regex }) => ({ page, regex: new RegExp(regex) }))
  const ownPatterns = own
    .filter((page) => page.includes('{'))
    .map((page) => ({ page, regex: new RegExp(`^${page.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`) }))
  return (target) => {
    const [pathname = ''] = pathOf(target).split(/[?#]/)
    if (own.includes(pathname) || isPublicFile(pathname)) return pathname
    if (pathname.startsWith(BUILT_FILES)) return `${BUILT_FILES}[file]`
    return [...ownPatterns, ...routes].find(({ regex }) => regex.test(pathname))?.page ?? NO_ROUTE
  }
}
