import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { aDraft } from '@/tests/factories/qualifications'
import { settled } from '@/tests/factories/uploads'
import { cookieFor } from '@/tests/setup/http'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { type System, startSystem } from '@/tests/setup/system'
import { type Hostile, madeOnes, realOnes } from './hostile/files'
import { watchFrom, watchMemory } from './hostile/witness'

let system: System
beforeAll(async () => {
  system = await startSystem()
})
afterAll(() => system?.stop())

/** Sends a file to a slot of a new draft, and returns what became of it: TAKEN, or the code of its refusal. */
async function sendHostile({ name, bytes, kind }: Hostile): Promise<string> {
  const { actor, accountId } = await aRegisteredApplicant()
  const { id } = await aDraft({ ...actor, accountId }) // a slot of its own
  const body = new FormData()
  body.append('file', new File([new Uint8Array(bytes)], name))
  const address = new URL(`/api/qualifications/${id}/documents/${kind}`, system.portal.url)
  const { name: cookie, value } = await cookieFor(actor.sessionId)
  const headers = { cookie: `${cookie}=${value}`, origin: system.portal.url }
  const answer = await fetch(address, { method: 'POST', headers, body })
  if (answer.status === 201) {
    const { files } = (await answer.json()) as { files: { fileId: string; state: string }[] }
    const fileId = files[0]?.fileId ?? ''
    expect(files).toMatchObject([{ state: 'RECEIVED' }])
    if ((await settled(fileId)) === 'READY') return 'TAKEN'
    expect(await database().documentPage.count({ where: { fileId } })).toBe(0)
    return (await database().storedFile.findUniqueOrThrow({ where: { id: fileId } })).refusal ?? ''
  }
  expect(answer.status, name).toBeGreaterThanOrEqual(400)
  expect(answer.status, name).toBeLessThan(500)
  return ((await answer.json()) as { code: string }).code
}

/** Limits answers, in milliseconds: generously, to distinguish a server that hangs from a machine that is busy. */
const TIMEOUT = { median: 15_000, slowest: PATIENCE }

test('while hostile files come in, each is answered for what it is, and everybody else is served', async () => {
  const files = [...realOnes(), ...(await madeOnes())]
  const witness = watchFrom(system.portal.url, ['/api/health/live', '/'], 100)
  const memory = process.platform === 'linux' ? watchMemory(system.portal.pid) : null
  const answers: [string, string][] = []
  for (const file of files) answers.push([file.name, await sendHostile(file)])
  const [seen, mebibytes] = [await witness.stop(), memory?.stop() ?? 0]
  expect(answers).toEqual(files.map(({ name, answer }) => [name, answer]))
  expect(seen.failed).toEqual([])
  expect(seen.asked).toBeGreaterThan(files.length)
  expect(seen.medianMs).toBeLessThan(TIMEOUT.median)
  expect(seen.slowestMs).toBeLessThan(TIMEOUT.slowest)
  expect(mebibytes).toBeLessThan(450)
  expect(system.portal.output()).not.toMatch(/"room":"(framework|process)"/)
})
