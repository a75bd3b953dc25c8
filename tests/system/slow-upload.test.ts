import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { aLargePdf } from '@/tests/factories/large-pdf'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { aDraft } from '@/tests/factories/qualifications'
import { heavy } from '@/tests/setup/heavy'
import { cookieFor, tusMetadata } from '@/tests/setup/http'
import { type System, startSystem } from '@/tests/setup/system'

/** 20 MB at 20 KB/s in `npm run test:long` take longer than the 300 s that Node itself allows a request. */
const { tries: megabytes, done } = heavy('slow-upload', { quick: 1, long: 20 })
const BYTES_PER_SECOND = megabytes === 20 ? 20_000 : 100_000
const LIMIT_MS = (megabytes * 1024 * 1024 * 1000 * 1.5) / BYTES_PER_SECOND + 60_000

let system: System
beforeAll(async () => {
  system = await startSystem()
})
afterAll(() => system?.stop())

async function aSender() {
  const { actor, accountId } = await aRegisteredApplicant()
  const { name, value } = await cookieFor(actor.sessionId)
  const { id: qualificationId } = await aDraft({ ...actor, accountId })
  return { qualificationId, headers: { Cookie: `${name}=${value}`, Origin: system.portal.url } }
}

/** Sends a body at the pace of a poor connection, and resolves with the status of the answer. */
async function sendSlowly(method: string, path: string, headers: Record<string, string>, body: Buffer) {
  const sent = request(new URL(path, system.portal.address), {
    method,
    headers: { ...headers, 'Content-Length': `${body.length}` },
  })
  const answered = new Promise<number | undefined>((resolve, reject) => {
    sent.on('response', (answer) => resolve(answer.resume().statusCode)).on('error', reject)
  })
  let isOver = false
  const over = () => {
    isOver = true
  }
  answered.then(over, over)
  const began = performance.now()
  for (let offset = 0; offset < body.length && !isOver; ) {
    const due = Math.min(body.length, Math.ceil(((performance.now() - began) * BYTES_PER_SECOND) / 1000))
    if (due > offset) sent.write(body.subarray(offset, due))
    offset = Math.max(offset, due)
    await sleep(500)
  }
  sent.end()
  const status = await answered
  return { status, seconds: Math.round((performance.now() - began) / 1000) }
}

async function inOneForm(pdf: Buffer) {
  const { qualificationId, headers } = await aSender()
  const form = new FormData()
  form.append('file', new File([new Uint8Array(pdf)], '承诺函.pdf'))
  const encoded = new Response(form)
  const type = { 'Content-Type': encoded.headers.get('content-type') ?? '' }
  const path = `/api/qualifications/${qualificationId}/documents/COMMITMENT_LETTER`
  return sendSlowly('POST', path, { ...headers, ...type }, Buffer.from(await encoded.arrayBuffer()))
}

async function asOnePart(pdf: Buffer) {
  const { qualificationId, headers } = await aSender()
  const tus = { ...headers, 'Tus-Resumable': '1.0.0' }
  const metadata = tusMetadata({ qualificationId, kind: 'COMMITMENT_LETTER', filename: '承诺函.pdf' })
  const started = await fetch(new URL('/api/tus', system.portal.address), {
    method: 'POST',
    headers: { ...tus, 'Upload-Length': `${pdf.length}`, 'Upload-Metadata': metadata },
  })
  const path = started.headers.get('location') ?? ''
  const part = { 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' }
  return sendSlowly('PATCH', path, { ...tus, ...part }, pdf)
}

test(
  'a file that comes slowly, and keeps coming, arrives',
  async () => {
    const [first, second] = [aLargePdf(megabytes * 1024 * 1024), aLargePdf(megabytes * 1024 * 1024 - 1)]
    const [form, part] = await Promise.all([inOneForm(first), asOnePart(second)])
    expect(form.status).toBe(201)
    expect(part.status).toBe(200)
    const stored = await database().storedFile.findMany({ select: { sha256: true } })
    const found = stored.map(({ sha256 }) => Buffer.from(sha256).toString('hex')).sort()
    const sent = [first, second].map((pdf) => createHash('sha256').update(pdf).digest('hex')).sort()
    expect(found).toEqual(sent)
    done(megabytes, { unit: 'MB', bytesASecond: BYTES_PER_SECOND, inOneForm: form.seconds, asOnePart: part.seconds })
  },
  LIMIT_MS,
)
