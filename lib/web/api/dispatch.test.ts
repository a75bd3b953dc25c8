import { expect, test } from 'vitest'
import { createDispatch } from './dispatch'
import type { Operation } from './operation'
import { ApiRefusal } from './refusals'

const row = (id: string, method: Operation['method'], path: Operation['path']): Operation => ({
  ...{ id, method, path, tag: 'Test', scope: null, summary: '', inputs: {}, answers: {} },
  answer: async () => ({ body: '' }),
})
const find = createDispatch([
  row('one', 'GET', '/things/{id}'),
  row('change', 'PUT', '/things/{id}'),
  row('new', 'GET', '/things/new'),
  row('part', 'GET', '/things/{id}/parts/{part}.pdf'),
])

function found(method: string, path: string): unknown {
  try {
    const { operation, path: parameters } = find(method, path)
    return [operation.id, parameters]
  } catch (error) {
    if (!(error instanceof ApiRefusal)) throw error
    return [error.code, error.headers]
  }
}

test.each([
  ['GET', '/api/v1/things/7', ['one', { id: '7' }]],
  ['PUT', '/api/v1/things/%E4%B8%80%2F2', ['change', { id: '一/2' }]],
  ['GET', '/api/v1/things/new', ['new', {}]],
  ['GET', '/api/v1/things/a/parts/b.pdf', ['part', { id: 'a', part: 'b' }]],
  ['DELETE', '/api/v1/things/7', ['METHOD_NOT_ALLOWED', { Allow: 'GET, PUT' }]],
  ['PUT', '/api/v1/things/new', ['METHOD_NOT_ALLOWED', { Allow: 'GET' }]],
  ['GET', '/api/v1/things/a/parts/bXpdf', ['NOT_FOUND', {}]],
  ['GET', '/api/v1/things/', ['NOT_FOUND', {}]],
  ['GET', '/api/v1/things/7/', ['NOT_FOUND', {}]],
  ['GET', '/api/v1/things/{id}', ['one', { id: '{id}' }]],
  ['GET', '/api/v1/things/%FF', ['INVALID_INPUT', {}]],
  ['GET', '/api/v1/constructor', ['NOT_FOUND', {}]],
])('%s %s', (method, path, expected) => {
  expect(found(method, path)).toEqual(expected)
})
