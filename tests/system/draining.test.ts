import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { actionForm, ask, UNCOMPRESSED } from '@/tests/setup/http'
import { aDraftAndItsOwner } from '@/tests/setup/one-draft'
import { type System, startSystem } from '@/tests/setup/system'

/** A portal that stops answers what it had started to receive, as at any other time. */

let system: System
let cookie: string
beforeAll(async () => {
  system = await startSystem()
  ;({ cookie } = await aDraftAndItsOwner())
})
afterAll(() => system?.stop())

type Form = { action: string; entries: [string, string][]; page: string }

/** Sends the head of a form, and waits until the portal has it. `finish` sends the rest, and returns the answer. */
async function startForm({ action, entries, page }: Form) {
  const { id, body } = actionForm(action, entries)
  const encoded = new Response(body)
  const type = encoded.headers.get('content-type') ?? ''
  const bytes = Buffer.from(await encoded.arrayBuffer())
  const sent = request(new URL(page, system.portal.address), {
    method: 'POST',
    agent: false,
    headers: {
      ...{ ...UNCOMPRESSED, Expect: '100-continue', Cookie: cookie, Origin: system.portal.url },
      ...{ 'Next-Action': id, Accept: 'text/x-component', 'Content-Type': type, 'Content-Length': bytes.length },
    },
  })
  sent.flushHeaders()
  await once(sent, 'continue')
  return {
    async finish() {
      sent.end(bytes)
      const [answer] = (await once(sent, 'response')) as [IncomingMessage]
      return { status: answer.statusCode, headers: answer.headers, body: await text(answer) }
    },
  }
}

test('a form of another page, and one that leads to a page, which the framework requests of the portal', async () => {
  const [ofAnotherPage, leadingOn] = await Promise.all([
    startForm({
      action: 'app/(applicant)/qualifications/[qualificationId]/actions.ts#withdraw',
      entries: [['qualificationId', crypto.randomUUID()]],
      page: '/sign-in',
    }),
    startForm({
      action: 'app/(applicant)/qualifications/new/actions.ts#startQualification',
      entries: [['kind', 'INDIVIDUAL']],
      page: '/qualifications/new',
    }),
  ])
  const ended = system.portal.stop()
  const connect = () => ask(system.portal.url, '/api/health/live').catch(({ code }: NodeJS.ErrnoException) => code)
  await expect.poll(connect).toBe('ECONNREFUSED')

  const [refused, led] = await Promise.all([ofAnotherPage.finish(), leadingOn.finish()])

  expect(refused).toMatchObject({ status: 200, headers: { 'content-type': 'text/x-component' } })
  expect(refused.body).toContain('"error":"NOT_FOUND"')
  expect(led.headers).toMatchObject({ 'content-type': 'text/x-component' })
  expect(led.headers['x-action-redirect']).toMatch(/^\/qualifications\/[0-9a-f-]{36}/)
  expect(await ended).toBe(0)
  expect(system.portal.output()).not.toMatch(/"msg":"(bug|malformed request)"/)
})
