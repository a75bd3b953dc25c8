import 'server-only'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { pathOf } from './request-headers'

const Route = z.object({ page: z.string(), regex: z.string() })
/** The list of routes that the framework writes when it builds. */
const Manifest = z.object({ staticRoutes: z.array(Route), dynamicRoutes: z.array(Route) })

/** What is no route of the portal, whatever it is called. */
export const NO_ROUTE = 'other'

const BUILT_FILES = '/_next/static/'

/**
 * Reads which routes a build has.
 *
 * @param own paths that the portal answers without the framework
 * @returns which of them answers a request's target, as `/people/[userId]`: a short list of names, in which nothing is left
 *   of what stands in an address
 */
export function routePatterns(buildFolder: string, own: readonly string[] = []): (target: string) => string {
  const text = readFileSync(path.join(buildFolder, 'routes-manifest.json'), 'utf8')
  const { staticRoutes, dynamicRoutes } = Manifest.parse(JSON.parse(text))
  const routes = [...staticRoutes, ...dynamicRoutes].map(({ page, regex }) => ({ page, regex: new RegExp(regex) }))
  return (target) => {
    const [pathname = ''] = pathOf(target).split(/[?#]/)
    if (own.includes(pathname)) return pathname
    if (pathname.startsWith(BUILT_FILES)) return `${BUILT_FILES}[file]`
    return routes.find(({ regex }) => regex.test(pathname))?.page ?? NO_ROUTE
  }
}
