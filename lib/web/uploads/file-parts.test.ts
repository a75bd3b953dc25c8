import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { fileParts } from './file-parts'

const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request('http://localhost/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit)

async function readAll(request: Request) {
  const read: [string, number][] = []
  for await (const { fileName, source } of fileParts(request)) read.push([fileName, (await buffer(source)).length])
  return read
}

/** Returns a form as its bytes, with the type that contains its boundary. */
async function formOf(...files: [string, number][]) {
  const form = new FormData()
  form.append('note', 'a field is no file')
  for (const [name, size] of files) form.append('file', new Blob([new Uint8Array(size)]), name)
  const response = new Response(form)
  return { type: response.headers.get('content-type') ?? '', bytes: Buffer.from(await response.arrayBuffer()) }
}

test('yields each file in turn, with its name in any script', async () => {
  const { type, bytes } = await formOf(['身份证 正面.jpg', 300_000], ['b.png', 1])
  expect(await readAll(post(bytes, { 'content-type': type }))).toEqual([
    ['身份证 正面.jpg', 300_000],
    ['b.png', 1],
  ])
})

test('a name with any characters arrives unchanged', async () => {
  const name = 'a\u0007\u0001b\u202Egpj.jpg'
  const { type, bytes } = await formOf([name, 10])
  expect(await readAll(post(bytes, { 'content-type': type }))).toEqual([[name, 10]])
})

test('takes ten files and no more', async () => {
  const { type, bytes } = await formOf(...Array.from({ length: 12 }, (_, index): [string, number] => [`${index}`, 9]))
  expect(await readAll(post(bytes, { 'content-type': type }))).toHaveLength(10)
})

test.each([0.3, 0.7, 0.99])('a form that ends after %d of it is cut off', async (share) => {
  const { type, bytes } = await formOf(['a.jpg', 200_000])
  const cut = bytes.subarray(0, Math.floor(bytes.length * share))
  await expect(readAll(post(cut, { 'content-type': type }))).rejects.toThrow()
})

test('a sender who goes while the bytes come cuts the file off', async () => {
  const { type, bytes } = await formOf(['a.jpg', 200_000])
  const going = new ReadableStream({
    start(controller) {
      controller.enqueue(bytes.subarray(0, 100_000))
      setTimeout(() => controller.error(new Error('reset')), 20)
    },
  })
  await expect(readAll(post(going, { 'content-type': type }))).rejects.toThrow()
})

test.each([
  ['JSON', '{}', 'application/json'],
  ['a form of another kind', 'a=b', 'application/x-www-form-urlencoded'],
  ['no boundary', 'x', 'multipart/form-data; x'],
])('%s is no form with files', async (_, body, type) => {
  await expect(readAll(post(body, { 'content-type': type }))).rejects.toMatchObject({ code: 'INVALID_INPUT' })
})

test('neither is a request without a body', async () => {
  const headers = { 'content-type': 'multipart/form-data; boundary=x' }
  const bare = readAll(new Request('http://localhost/', { method: 'POST', headers }))
  await expect(bare).rejects.toMatchObject({ code: 'INVALID_INPUT' })
})

test('a reader who stops is not blocked, and the rest is read and dropped', async () => {
  const { type, bytes } = await formOf(['a.jpg', 3_000_000])
  let sent = 0
  const body = new ReadableStream({
    pull(controller) {
      controller.enqueue(bytes.subarray(sent, sent + 65_536))
      sent += 65_536
      if (sent >= bytes.length) controller.close()
    },
  })
  const refuse = async () => {
    for await (const { source } of fileParts(post(body, { 'content-type': type }))) {
      source.destroy()
      throw new Error('refused')
    }
  }
  await expect(refuse()).rejects.toThrow('refused')
  await expect.poll(() => sent).toBeGreaterThanOrEqual(bytes.length)
})
