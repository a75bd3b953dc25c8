import { afterEach, describe, expect, it } from 'vitest'
import { SKETCH_BYTES } from '../likeness/sketch'
import { type Project, projectWithDecoder } from '../testing/in-decoders-place'
import { pageOf } from './decoder-answers'

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xd9])
const PNG = Buffer.from('\x89PNG', 'latin1')
const sketch = Buffer.alloc(SKETCH_BYTES)
const message = { kind: 'PAGE', width: 10, height: 20, renditionBytes: 4 } as const

let project: Project
afterEach(() => project?.remove())

/** Says that it is ready, and answers all with one message, whose body is no JPEG. */
const ANSWERING = (head: object, body: string) => `
const frame = (head, body) => {
  const json = Buffer.from(JSON.stringify(head))
  const prefix = Buffer.alloc(8)
  prefix.writeUInt32BE(json.length, 0)
  prefix.writeUInt32BE(body.length, 4)
  return Buffer.concat([prefix, json, body])
}
process.stdout.write(frame({ kind: 'READY' }, Buffer.alloc(0)))
process.stdin.on('data', () => process.stdout.write(frame(${JSON.stringify(head)}, Buffer.from('${body}'))))
`

const DECODE = `
  import { Readable } from 'node:stream'
  import { DecoderPool } from './lib/imaging/decoder/decoder-pool'
  const pool = new DecoderPool({ size: 1, timeLimitMs: 100_000 })
  const original = { size: 1, open: async () => Readable.from([Buffer.from('x')]) }
  pool.decode({ kind: 'MARK', lines: [] }, original, { owner: 'a', sender: 'a' }).then(
    ({ message }) => process.stdout.write(message.kind),
    (error) => process.stdout.write(error.code + ' ' + error.message))
`

describe('what a child draws', () => {
  it('is a rendition, a thumbnail and a sketch', () => {
    const page = pageOf(message, Buffer.concat([JPEG, JPEG, sketch]))
    expect(page).toEqual({ width: 10, height: 20, rendition: JPEG, thumbnail: JPEG, sketch })
    expect(() => pageOf(message, Buffer.concat([JPEG, sketch]))).toThrow('No thumbnail')
  })

  it('is JPEG, or the child is broken', async () => {
    expect(() => pageOf(message, Buffer.concat([PNG, JPEG, sketch]))).toThrow('No JPEG')
    expect(() => pageOf(message, Buffer.concat([JPEG, PNG, sketch]))).toThrow('No JPEG')
    project = projectWithDecoder(ANSWERING({ kind: 'MARKED' }, 'GIF89a'))
    expect((await project.run(DECODE)).said).toBe('FILE_BROKEN The decoder answered nonsense')
  })
})
