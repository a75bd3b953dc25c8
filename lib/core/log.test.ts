import { expect, test } from 'vitest'
import { currentRequest, reachRequest, withRequest } from './current-request'
import { withoutContent } from './log'

const SENT = 'KANARIENVOGEL'

test('an error is its class, code and place, never its message', () => {
  const error = Object.assign(new TypeError(`Unexpected token in ${SENT}`), { code: 'ERR_X', digest: '2662039289' })
  const logged = withoutContent(error)
  expect(logged).toMatchObject({ error: 'TypeError', code: 'ERR_X', digest: '2662039289' })
  expect(logged.frames?.length).toBeGreaterThan(0)
  expect(logged.frames?.[0]).toMatch(/^ +at .*log\.test\.ts/)
  expect(JSON.stringify(logged)).not.toContain(SENT)
})

test.each([
  ['lines that look like frames', new Error(`x\n    at ${SENT} (${SENT}.js:1:1)\n    at ${SENT}`)],
  ['a message that was changed since', Object.assign(new Error(`x\n    at ${SENT}`), { message: 'other' })],
  ['a redirect’s address', Object.assign(new Error('x'), { digest: `NEXT_REDIRECT;push;/?q=${SENT};307;` })],
  ['a code that is a sentence', Object.assign(new Error('x'), { code: `no column ${SENT}` })],
  ['a stack that is none', Object.assign(new Error('x'), { stack: { text: SENT } })],
  ['a thrown text', SENT],
  ['a thrown object', { message: SENT }],
])('%s is not logged', (_, error) => {
  expect(JSON.stringify(withoutContent(error))).not.toContain(SENT)
})

test('each request has its own id and state, and outside there is none', async () => {
  const one = withRequest('one', async () => {
    await Promise.resolve()
    reachRequest()
    return currentRequest()
  })
  const two = withRequest('two', async () => currentRequest())
  expect(await one).toMatchObject({ id: 'one', isReached: true })
  expect(await two).toMatchObject({ id: 'two', isReached: false })
  expect(currentRequest()).toBeUndefined()
  reachRequest() // of nothing
})
