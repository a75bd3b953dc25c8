import 'server-only'
import { API_VERSIONS, VERSION_HEADER } from '@/lib/integrations/api-versions'
import type { Operation } from './operation'

export const VERSIONS = { type: 'string', enum: Object.values(API_VERSIONS) }
const TEXT = { type: 'string' }

/** The limits are as draft-ietf-httpapi-ratelimit-headers-10 spells them. */
const HEADERS = {
  'X-Request-Id': { description: 'Names the request in the log of the portal.', schema: TEXT },
  [VERSION_HEADER]: { description: 'The version of this answer.', schema: VERSIONS },
  'RateLimit-Policy': { description: 'The quota, and its window in seconds.', schema: TEXT },
  RateLimit: { description: 'What is left of it, and the seconds until the next window.', schema: TEXT },
  ETag: { description: 'Stands for the state of the draft.', schema: TEXT },
  'Content-Disposition': { description: 'The name of the paper as a file.', schema: TEXT },
  'Retry-After': { description: 'Seconds after which to try again.', schema: { type: 'integer' } },
  'WWW-Authenticate': { description: 'How to send a key.', schema: TEXT },
} as const
type Name = keyof typeof HEADERS

/** Says what is known once a key works. */
const OF_KEYS: readonly Name[] = [VERSION_HEADER, 'RateLimit-Policy', 'RateLimit']

const refTo = (name: Name) => ({ $ref: `#/components/headers/${name}` })
/** Describes a header that may be missing; types that are generated of a reference would always have it. */
const maybe = (name: Name) => ({ schema: HEADERS[name].schema, required: false })

/** Returns what descriptions of answers refer to. */
export const headerComponents = (): Record<string, object> =>
  Object.fromEntries(Object.entries(HEADERS).map(([name, one]) => [name, { ...one, required: true }]))

/** Returns the headers of an answer that is no refusal. */
export function headersOfAnswer({ scope, isTagged }: Operation, isPaper: boolean): Record<string, object> {
  const names: Name[] = ['X-Request-Id', ...(scope ? OF_KEYS : [])]
  if (isTagged) names.push('ETag')
  if (isPaper) names.push('Content-Disposition')
  return Object.fromEntries(names.map((name) => [name, refTo(name)]))
}

/** Returns the headers of a refusal, which may come before the key is known, and then says nothing of it. */
export function headersOfRefusal({ scope }: Operation, status: number): Record<string, object> {
  const names: Name[] = ['X-Request-Id']
  if (status === 401) names.push('WWW-Authenticate')
  if (status === 429 || status === 503) names.push('Retry-After')
  const possible = scope === null || status === 401 || status === 500 ? [] : OF_KEYS
  return Object.fromEntries([
    ...names.map((name) => [name, refTo(name)]),
    ...possible.map((name) => [name, maybe(name)]),
  ])
}
