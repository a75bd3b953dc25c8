import { describe, expect, it } from 'vitest'
import { frame, frameReader } from './decoder-protocol'

const wire = Buffer.concat([
  ...frame({ kind: 'READY' }),
  ...frame({ kind: 'PAGE', width: 2, height: 1, renditionBytes: 3 }, Buffer.from('abc'), Buffer.from('de')),
])

describe('frameReader', () => {
  it.each([1, 2, 7, 8, 9, 30, wire.length])('puts frames together from chunks of %i bytes', (size) => {
    const taken: [unknown, string][] = []
    const read = frameReader(1_000, (head, body) => taken.push([head, body.toString()]))
    for (let at = 0; at < wire.length; at += size) read(wire.subarray(at, at + size))
    expect(taken).toEqual([
      [{ kind: 'READY' }, ''],
      [{ kind: 'PAGE', width: 2, height: 1, renditionBytes: 3 }, 'abcde'],
    ])
  })

  it('refuses a frame that announces more than it may hold', () => {
    const read = frameReader(1_000, () => undefined)
    expect(() => read(Buffer.from('ffffffffffffffff', 'hex'))).toThrow(/frame of/)
  })
})
