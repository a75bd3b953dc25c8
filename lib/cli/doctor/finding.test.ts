import { describe, expect, it } from 'vitest'
import { reasonOf } from './finding'

describe('the reason of an error is one line', () => {
  it.each([
    [new Error('refused\nat a line'), 'refused'],
    [new Error('\n\n  Invalid query:\n\n\nrelation "x" does not exist'), 'Invalid query:'],
    [Object.assign(new Error(''), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    [new TypeError('\n '), 'TypeError'],
    ['thrown as text', 'thrown as text'],
  ])('%j', (error, reason) => {
    expect(reasonOf(error)).toBe(reason)
  })
})
