import { expect, test } from 'vitest'
import { isConnectionLost } from './connection-lost'

test.each([
  new TypeError('Failed to fetch'),
  new TypeError('NetworkError when attempting to fetch resource.'),
  new TypeError('Load failed'),
  new TypeError('network error'),
  new TypeError('The network connection was lost.'),
  new TypeError('Failed to fetch dynamically imported module: /_next/static/chunks/1.js'),
  new Error('An unexpected response was received from the server.'),
  new Error('Connection closed.'),
  Object.assign(new Error('Loading chunk 7 failed.'), { name: 'ChunkLoadError' }),
])('%s: the portal could not be reached', (error) => {
  expect(isConnectionLost(error)).toBe(true)
})

test.each([
  new TypeError("Cannot read properties of undefined (reading 'id')"),
  new Error('Failed to fetch'),
  Object.assign(new TypeError('Failed to fetch'), { digest: '123' }),
  'Failed to fetch',
  null,
])('%s: a bug, or an answer of the portal', (error) => {
  expect(isConnectionLost(error)).toBe(false)
})
