import { expect, test } from 'vitest'
import { openApiOf } from './openapi'
import { OPERATIONS } from './operations/all'
import { apiReference } from './reference'

const { groups, schemas } = apiReference()
const operations = groups.flatMap((group) => group.operations)
const named = (name: string) => schemas.find((schema) => schema.name === name)?.fields ?? []

test('it has each request, each webhook and each schema of the OpenAPI file', () => {
  const { paths, webhooks, components } = JSON.parse(JSON.stringify(openApiOf(OPERATIONS)))
  const requests = Object.entries<object>({ ...paths, ...webhooks }).flatMap(([path, methods]) => {
    return Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`)
  })
  expect(operations.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(requests.toSorted())
  expect(schemas.map(({ name }) => name)).toEqual(Object.keys(components.schemas))
})

test('each form that it names is described', () => {
  const bodies = operations.flatMap((one) => [...one.bodies, ...one.answers.flatMap((answer) => answer.bodies)])
  const fields = [...schemas.flatMap((schema) => schema.fields), ...operations.flatMap((one) => one.parameters)]
  const used = [...bodies, ...fields].flatMap(({ schema }) => schema ?? [])
  expect(used).not.toEqual([])
  expect(schemas.map(({ name }) => name)).toEqual(expect.arrayContaining(used))
})

test('a value is named by the way to it, with its type, its values and its limits', () => {
  expect(named('SenderAnswer')).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ name: 'allowed', text: 'boolean', isRequired: true }),
      expect.objectContaining({ name: 'until', text: 'string (date-time) | null' }),
      expect.objectContaining({ name: 'qualification.id', text: 'string (uuid)' }),
    ]),
  )
  expect(named('SenderChecks')).toEqual([
    expect.objectContaining({ name: 'checks', text: 'SenderCheck[] 1–1000', schema: 'SenderCheck' }),
  ])
  expect(named('Problem').find(({ name }) => name === 'code')?.values).toContain('INVALID_INPUT')
  const signature = operations.flatMap(({ parameters }) => parameters).find(({ name }) => name === 'signature')
  expect(signature).toMatchObject({ place: 'query', isRequired: true, text: 'string 1–100' })
})
