import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { expect, test, vi } from 'vitest'
import { fileResponse, rangeResponse } from './file-response'

const bytes = randomBytes(1_000)
const read = vi.fn(async (range?: { start: number; end: number }) =>
  Readable.from([range ? bytes.subarray(range.start, range.end + 1) : bytes]),
)
const file = { mediaType: 'application/pdf', disposition: 'attachment; filename="a.pdf"', size: bytes.length, read }

const ask = (headers: Record<string, string> = {}, method = 'GET') =>
  rangeResponse(new Request('http://localhost:3000/', { method, headers }), file)

const SAFE = {
  'cache-control': 'private, no-store, no-transform',
  'content-security-policy': "sandbox; default-src 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
}

test('an answer is cached nowhere, embedded nowhere and never run as a page', async () => {
  const shown = fileResponse(Readable.from([bytes]), { mediaType: 'image/jpeg', disposition: 'inline' })
  for (const answer of [shown, await ask(), await ask({ range: 'bytes=5-9' })])
    expect(Object.fromEntries(answer.headers)).toMatchObject(SAFE)
})

test('the whole file, with a header that says that parts are available', async () => {
  const answer = await ask()
  expect(answer.status).toBe(200)
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'accept-ranges': 'bytes',
    'content-length': '1000',
    'content-type': 'application/pdf',
    'content-disposition': 'attachment; filename="a.pdf"',
  })
})

test('a part of it', async () => {
  const answer = await ask({ range: 'bytes=990-2000' })
  expect(answer.status).toBe(206)
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes.subarray(990))).toBe(true)
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-range': 'bytes 990-999/1000',
    'content-length': '10',
  })
})

test('a missing part is refused, and nothing is read', async () => {
  read.mockClear()
  const answer = await ask({ range: 'bytes=1000-' })
  expect(answer.status).toBe(416)
  expect(answer.headers.get('content-range')).toBe('bytes */1000')
  expect(await answer.text()).toBe('')
  expect(read).not.toHaveBeenCalled()
})

test('HEAD describes the whole file', async () => {
  const answer = await ask({ range: 'bytes=0-9' }, 'HEAD')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-length')).toBe('1000')
})
