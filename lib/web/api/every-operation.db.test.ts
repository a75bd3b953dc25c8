import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { CONSENT_KEYS } from '@/lib/accounts/consents/consents'
import { database } from '@/lib/db/client'
import { ApiScope } from '@/lib/db/generated/enums'
import { expectDescribedHeaders } from '@/tests/api-matrix/headers'
import { anApiKey } from '@/tests/factories/api-keys'
import { aWrittenDraft } from '@/tests/factories/qualifications'
import { valuesOf } from '@/tests/factories/schema-values'
import { anApprovedSender } from '@/tests/factories/senders'
import { type ApiServer, posted, startApi } from '@/tests/setup/api-server'
import { openApiOf } from './openapi'
import { API, PDF } from './operation'
import { OPERATIONS } from './operations/all'
import { Problem } from './refusals'

type Described = Record<string, Record<string, { responses: Record<string, { description: string }> }>>

const { paths } = openApiOf(OPERATIONS) as { paths: Described }

vi.stubEnv('CONSENT_ATTESTATION', CONSENT_KEYS.join())

let api: ApiServer
let secret: string
let known: Record<string, string[]>
let draft: string
beforeAll(async () => {
  const all = { quota: 1e9, seconds: 10 }
  api = await startApi({ checks: all, misses: all })
  secret = (await anApiKey({ scopes: Object.values(ApiScope) })).secret
  const { check, qualification, senderSignatureId } = await anApprovedSender()
  known = {
    ...{ account: [check.account], signature: [check.signature], id: [qualification.id] },
    senderSignatureId: [senderSignatureId],
    slot: ['ID_PORTRAIT', 'ID_IN_HAND'],
    externalRef: [await aMemberless()],
    version: ['2024-10', '2026-11'],
  }
})
afterAll(() => api?.stop())

/** Makes an account whose consents can be attested, and returns the platform's ID of it. */
async function aMemberless(): Promise<string> {
  const externalRef = randomUUID()
  await database().account.create({ data: { externalRef } })
  return externalRef
}

/** Returns a path of this form: what no path can have in it is written in percent signs. */
function pathOf(template: string, values: unknown): string {
  const given = (values ?? {}) as Readonly<Record<string, unknown>>
  const stepOf = (name: string) => encodeURIComponent(textOf(given[name] ?? name)).replace(/^\.{0,2}$/, '-') // a dot leads elsewhere
  return API + template.replace(/\{(\w+)\}/g, (_, name) => stepOf(name))
}

function queryOf(values: unknown): string {
  const pairs = Object.entries((values ?? {}) as object).filter(([, value]) => value !== undefined)
  return new URLSearchParams(pairs.map(([name, value]) => [name.toWellFormed(), textOf(value)])).toString()
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed()
const anyOf = (schema: Parameters<typeof valuesOf>[0] | undefined) =>
  schema ? valuesOf(schema, known) : fc.constant(undefined)

/** Returns the tag of the draft as it is: what comes behind that check is tried too. */
const ifMatch = async () =>
  (await api.ask(`${API}/qualifications/${draft}/draft`, secret)).headers.get('etag') ?? 'none'

test.each(OPERATIONS.map((one) => [one.id, one] as const))(
  '%s answers any input as it is described',
  async (_, one) => {
    const { method, path, inputs, answers } = one
    draft = (await aWrittenDraft()).id // another operation may have closed the last one
    known = { ...known, id: [...(known.id ?? []), draft] }
    const sent = fc.record({ path: anyOf(inputs.path), query: anyOf(inputs.query), body: anyOf(inputs.body) })
    await fc.assert(
      fc.asyncProperty(sent, async ({ path: steps, query, body }) => {
        const target = [pathOf(path, steps), queryOf(query)].filter(Boolean).join('?')
        const { headers = {}, ...message } = inputs.body ? { ...posted(body), method } : { method }
        const condition = one.isConditional ? { 'If-Match': await ifMatch() } : {}
        const form = new FormData()
        form.append('file', new Blob([JSON.stringify(steps ?? null)]), 'a.jpg')
        if (one.takesFile) Object.assign(message, { body: form })
        const init = { ...message, headers: { ...headers, ...condition, 'Idempotency-Key': randomUUID() } }
        const answer = await api.ask(target, secret, init)
        expectDescribedHeaders(one, answer)
        const schema = answers[answer.status]?.schema
        if (schema === PDF) {
          expect((await answer.text()).slice(0, 5)).toBe('%PDF-')
          return
        }
        const heard: unknown = await answer.json()
        if (schema) return void schema.parse(heard)
        const { status, code } = Problem.parse(heard)
        expect(status).toBe(answer.status)
        expect(status).toBeLessThan(500)
        expect(paths[API + path]?.[method.toLowerCase()]?.responses[status]?.description).toContain(`${code}: `)
      }),
      { numRuns: 60 },
    )
  },
)
