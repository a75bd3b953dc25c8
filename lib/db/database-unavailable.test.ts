import { expect, test } from 'vitest'
import { DatabaseUnavailableError, isDatabaseUnavailable, unavailableReason } from './database-unavailable'

const failure = (message: string, rest: object = {}) => Object.assign(new Error(message), rest)

test.each([
  [
    'refused',
    failure('connect ECONNREFUSED 127.0.0.1:5432', { code: 'ECONNREFUSED', syscall: 'connect' }),
    'ECONNREFUSED',
  ],
  ['no socket', failure('connect ENOENT /run/.s.PGSQL.5432', { code: 'ENOENT', syscall: 'connect' }), 'ENOENT'],
  ['no such host', failure('getaddrinfo EAI_AGAIN db', { code: 'EAI_AGAIN', syscall: 'getaddrinfo' }), 'EAI_AGAIN'],
  ['cut', failure('read ECONNRESET', { code: 'ECONNRESET', syscall: 'read' }), 'ECONNRESET'],
  ['full', failure('sorry, too many clients already', { code: '53300' }), '53300'],
  ['starting', failure('the database system is starting up', { code: '57P03' }), '57P03'],
  ['stopping', failure('terminating connection due to administrator command', { code: '57P01' }), '57P01'],
  ['crashed', failure('terminating connection because of crash', { code: '57P02' }), '57P02'],
  ['a pooler’s connection failed', failure('server login failed', { code: '08P01' }), '08P01'],
  ['ended', failure('Connection terminated unexpectedly'), 'LOST'],
  ['silent', failure('Connection terminated due to connection timeout'), 'SILENT'],
  ['in use', failure('timeout exceeded when trying to connect'), 'BUSY'],
])('%s: the database is unavailable', (_, error, reason) => {
  expect(unavailableReason(error)).toBe(reason)
})

test.each([
  ['a constraint', failure('duplicate key value', { code: '23505' })],
  ['a statement that took too long', failure('canceling statement due to statement timeout', { code: '57014' })],
  ['a full disk', failure('could not extend file', { code: '53100' })],
  ['a missing table', failure('relation does not exist', { code: '42P01' })],
  ['a missing file', failure('no such file', { code: 'ENOENT' })],
  ['a bug', new TypeError('x is not a function')],
  ['no error', 'Connection terminated unexpectedly'],
])('%s is an answer, or another’s fault', (_, error) => {
  expect(unavailableReason(error)).toBeNull()
  expect(isDatabaseUnavailable(error)).toBe(false)
})

test('it is known however deep it is wrapped, and from another copy of its class', () => {
  const copy = Object.assign(new Error('copy'), { name: 'DatabaseUnavailableError' })
  expect(isDatabaseUnavailable(new Error('a', { cause: new Error('b', { cause: copy }) }))).toBe(true)
  expect(isDatabaseUnavailable(new DatabaseUnavailableError('53300'))).toBe(true)
})
