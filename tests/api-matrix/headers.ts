import { expect } from 'vitest'
import { openApiOf } from '@/lib/web/api/openapi'
import { API, type Operation } from '@/lib/web/api/operation'
import { OPERATIONS } from '@/lib/web/api/operations/all'

type Header = { $ref?: string; required?: boolean }
type Described = Record<string, Record<string, { responses: Record<string, { headers: Record<string, Header> }> }>>

const { paths, components } = openApiOf(OPERATIONS) as {
  paths: Described
  components: { headers: Record<string, Header> }
}

/** Lists the headers of HTTP itself, which the OpenAPI file does not describe. */
const OF_HTTP = ['cache-control', 'connection', 'content-length', 'content-type', 'date', 'keep-alive']

const resolved = ({ $ref, ...header }: Header): Header =>
  $ref ? (components.headers[$ref.slice($ref.lastIndexOf('/') + 1)] ?? {}) : header

/**
 * Expects that an answer has no header that the OpenAPI file does not describe for its status, and each that it
 * promises.
 */
export function expectDescribedHeaders({ path, method }: Operation, { status, headers }: Response): void {
  const described = paths[API + path]?.[method.toLowerCase()]?.responses[status]?.headers
  expect(described, `${method} ${path} ${status}`).toBeDefined()
  const all = Object.entries(described ?? {}).map(
    ([name, one]) => [name.toLowerCase(), resolved(one).required] as const,
  )
  const sent = [...headers.keys()].filter((name) => !OF_HTTP.includes(name))
  expect(all.map(([name]) => name)).toEqual(expect.arrayContaining(sent))
  expect(sent).toEqual(expect.arrayContaining(all.flatMap(([name, isPromised]) => (isPromised ? [name] : []))))
}
