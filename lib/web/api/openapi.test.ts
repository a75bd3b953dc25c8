import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { GATE_REASONS } from '@/lib/integrations/gate/answer'
import { WEBHOOK_EVENTS } from '@/lib/integrations/webhooks/events'
import { openApiOf } from './openapi'
import { OPERATIONS } from './operations/all'
import { REFUSALS } from './refusals'

type Schema = { $ref?: string; [key: string]: unknown }
const text = JSON.stringify(openApiOf(OPERATIONS))
const described = JSON.parse(text) as {
  openapi: string
  paths: Record<string, Record<string, { responses: Record<string, { description: string }> }>>
  components: { schemas: Record<string, Schema> }
}

test('each reference leads to a schema, and each schema is used', () => {
  expect(described.openapi).toMatch(/^3\.1\./)
  const used = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name)
  expect(new Set(used)).toEqual(new Set(Object.keys(described.components.schemas)))
  expect(text).not.toContain('#/$defs')
})

test('it names each reason and each code, and each refusal’s status', () => {
  for (const reason of GATE_REASONS) expect(text).toContain(`"${reason}"`)
  const operations = Object.values(described.paths).flatMap((path) => Object.values(path))
  const responses = operations.flatMap(({ responses }) => Object.entries(responses))
  const about = responses.map(([status, { description }]) => `${status} ${description}`).join('\n')
  const ofNoOperation = ['NOT_FOUND', 'METHOD_NOT_ALLOWED'] // of paths and methods that are not described
  for (const [code, [status]] of Object.entries(REFUSALS)) {
    expect(text).toContain(`"${code}"`)
    if (!ofNoOperation.includes(code)) expect(about).toMatch(new RegExp(`${status} [^]*${code}: `))
  }
})

test('each code says in a sentence of its own what is wrong', () => {
  const titles = Object.values(REFUSALS).map(([, title]) => title)
  expect(new Set(titles).size).toBe(titles.length)
  for (const title of titles) expect(title).toMatch(/^[A-Z].*[.…]$/s)
})

test('the document of the API names each code', () => {
  const document = readFileSync('docs/api.md', 'utf8')
  for (const [code, [status]] of Object.entries(REFUSALS)) {
    expect(document).toMatch(new RegExp(`^\\|[^|]*\\b${status}\\b[^|]*\\|.*\`${code}\``, 'm'))
  }
})

test('kinds of documents are open: a rulebook may add one within a version', () => {
  expect(text).not.toMatch(/"enum":\[[^\]]*"ID_PORTRAIT"/)
})

test('it describes each webhook', () => {
  const types = Object.values(WEBHOOK_EVENTS).map(({ type }) => type)
  const { webhooks } = JSON.parse(text) as { webhooks: Record<string, object> }
  expect(Object.keys(webhooks)).toEqual(types)
  for (const type of types) expect(JSON.stringify(webhooks[type])).toContain(`"const":"${type}"`)
})
