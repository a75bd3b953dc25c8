import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { aLargePdf } from '@/tests/factories/large-pdf'
import { aColleague, aRegisteredApplicant, PASSWORD } from '@/tests/factories/people'
import { aDraft } from '@/tests/factories/qualifications'
import { actionForm, ask, cookieFor, tusMetadata } from '@/tests/setup/http'
import { type System, startSystem } from '@/tests/setup/system'
import { askTls, hasProxy, type ProxyName, prepareProxy, type TlsProxy } from '@/tests/setup/tls-proxies'

const MEBIBYTE = 1024 * 1024

/** Uses the configurations of docs/deploy. Where Debian's own programs are missing, this says so and is skipped. */
export function expectThePortalBehind(name: ProxyName): void {
  describe.skipIf(!hasProxy(name))(`behind ${name}, by https, the portal`, () => {
    let system: System
    let proxy: TlsProxy
    let owner: PersonActor & { accountId: string }
    let cookie: string
    let qualificationId: string

    beforeAll(async () => {
      const prepared = await prepareProxy(name)
      system = await startSystem({ ZHUNXIN_URL: prepared.url, TRUSTED_PROXIES: '127.0.0.1' })
      proxy = await prepared.start(new URL(system.portal.address).port)
      const { actor, accountId } = await aRegisteredApplicant()
      owner = { ...actor, accountId }
      const session = await cookieFor(actor.sessionId)
      cookie = `${session.name}=${session.value}`
      qualificationId = (await aDraft(owner)).id
    })
    afterAll(async () => {
      await proxy?.stop()
      await system?.stop()
    })

    type Asked = { method?: string; headers?: Record<string, string>; body?: Uint8Array }
    const get = (path: string, { headers, ...more }: Asked = {}) =>
      askTls(proxy.url, path, { ca: proxy.ca, headers: { Origin: proxy.url, ...headers }, ...more })

    async function sendForm(path: string, form: FormData, headers: Record<string, string> = {}) {
      const encoded = new Response(form)
      const body = new Uint8Array(await encoded.arrayBuffer())
      const type = encoded.headers.get('content-type') ?? ''
      const length = `${body.byteLength}`
      return get(path, {
        method: 'POST',
        headers: { 'Content-Type': type, 'Content-Length': length, ...headers },
        body,
      })
    }
    const signIn = (email: string, headers: Record<string, string> = {}) => {
      const { id, body } = actionForm('app/(auth)/staff/sign-in/actions.ts#signIn', [
        ['email', email],
        ['password', PASSWORD],
      ])
      return sendForm('/staff/sign-in', body, { 'Next-Action': id, Accept: 'text/x-component', ...headers })
    }

    test('says that it is to be reached by https only, on pages, routes, files and errors', async () => {
      const page = await get('/')
      const script = /\/_next\/static\/chunks\/[^"]+/.exec(page.body.toString())?.[0] ?? ''
      expect(page.headers['content-security-policy']).toContain('upgrade-insecure-requests')
      for (const path of ['/', script, '/icon.svg', '/nowhere', '/api/nowhere', '/api/health/live', '/api/tus']) {
        const { headers } = await get(path)
        expect(headers['strict-transport-security'], path).toBe('max-age=63072000; includeSubDomains')
        expect(headers['x-content-type-options'], path).toBe('nosniff')
      }
    })

    test('gives each request one id, the proxy’s, which the client cannot choose', async () => {
      for (const path of ['/', '/nowhere', '/api/tus']) {
        const { headers } = await get(path, { headers: { 'X-Request-Id': 'chosen' } })
        const id = String(headers['x-request-id'])
        expect(id, path).toMatch(name === 'nginx' ? /^[0-9a-f]{32}$/ : /^[0-9a-f-]{36}$/)
        await expect.poll(() => system.portal.output()).toContain(`"requestId":"${id}"`)
      }
      expect(system.portal.output()).not.toContain('"chosen"')
    })

    test('redirects visitors who are not signed in to its own name', async () => {
      const lied = await get('/qualifications', { headers: { Host: 'evil.example' } })
      expect(`${lied.headers.location}${lied.body.toString()}`).not.toContain('evil.example')
      const known = await get('/qualifications')
      expect(new URL(known.headers.location ?? '', proxy.url).href).toBe(`${proxy.url}/sign-in?next=%2Fqualifications`)
    })

    test('signs in, by a cookie that no other host can set and that is sent by https alone', async () => {
      const { email, actor } = await aColleague()
      const { status, headers } = await signIn(email)
      expect(status).toBe(200)
      const step = '/staff/sign-in/step?next='
      expect(String(headers['x-action-redirect']).startsWith(step)).toBe(true)
      const given = headers['set-cookie']?.find((text) => text.startsWith('__Host-zhunxin.session='))
      expect(given).toMatch(/; Path=\/;.*Secure; HttpOnly; SameSite=lax/i)
      expect(given).not.toMatch(/domain=/i)
      const session = given?.split(';')[0] ?? ''
      const leadsTo = async (cookie: string) => (await get('/queue', { headers: { Cookie: cookie } })).headers.location
      expect(`${await leadsTo(session)}`).toContain(step) // known, but the second factor is still required
      expect(`${await leadsTo(session.replace('__Host-', ''))}`).not.toContain(step)
      const whole = await cookieFor(actor.sessionId)
      expect((await get('/queue', { headers: { Cookie: `${whole.name}=${whole.value}` } })).status).toBe(200)
    })

    test('takes no action from another origin', async () => {
      const { email } = await aColleague()
      for (const origin of ['https://evil.example', system.portal.address, 'https://localhost']) {
        expect((await signIn(email, { Origin: origin })).status, origin).toBe(403)
      }
    })

    test('takes a file of 20 MB in one form', async () => {
      const pdf = aLargePdf(20 * MEBIBYTE)
      const form = new FormData()
      form.append('file', new File([new Uint8Array(pdf)], '承诺函.pdf'))
      const path = `/api/qualifications/${qualificationId}/documents/COMMITMENT_LETTER`
      expect(await sendForm(path, form, { Cookie: cookie })).toMatchObject({ status: 201 })
      await expectKept(pdf)
    })

    test('accepts one in parts, and continues where it was cut', async () => {
      const pdf = aLargePdf(20 * MEBIBYTE - 1)
      const tus = { Cookie: cookie, 'Tus-Resumable': '1.0.0' }
      const metadata = tusMetadata({ qualificationId, kind: 'COMMITMENT_LETTER', filename: '承诺函.pdf' })
      const sizes = { 'Upload-Length': `${pdf.length}`, 'Upload-Metadata': metadata }
      const started = await get('/api/tus', { method: 'POST', headers: { ...tus, ...sizes } })
      expect(started.status).toBe(201)
      const path = new URL(started.headers.location ?? '', proxy.url).pathname
      const half = 9_000_000
      const patch = (offset: number, part: Buffer) =>
        get(path, {
          method: 'PATCH',
          headers: {
            ...tus,
            'Upload-Offset': `${offset}`,
            'Content-Type': 'application/offset+octet-stream',
            'Content-Length': `${part.length}`,
          },
          body: part,
        })
      expect((await patch(0, pdf.subarray(0, half))).status).toBe(204)
      const { headers } = await get(path, { method: 'HEAD', headers: tus })
      expect(headers['upload-offset']).toBe(`${half}`)
      expect((await patch(half, pdf.subarray(half))).status).toBe(200)
      await expectKept(pdf)
    })

    async function expectKept(bytes: Buffer) {
      const sha256 = createHash('sha256').update(bytes).digest()
      expect(await database().storedFile.count({ where: { sha256 } })).toBe(1)
    }

    /** Sixty certificates an hour can be downloaded from one network, also missing ones. */
    const certificate = (headers: Record<string, string>) => get('/api/erased/nothing/nothing', { headers })
    const count = async () => await database().rateLimit.findMany({ where: { key: { startsWith: 'certificate-' } } })

    test('knows its clients by their own address, no matter what they claim in between', async () => {
      await database().rateLimit.deleteMany({ where: { key: { startsWith: 'certificate-' } } })
      for (const claim of ['203.0.113.1', '203.0.113.2, 198.51.100.7', 'unknown', '::1']) {
        expect(
          (await certificate({ 'X-Forwarded-For': claim, 'X-Real-IP': claim, Forwarded: `for=${claim}` })).status,
        ).toBe(404)
      }
      const counted = await count()
      expect(counted).toHaveLength(1)
      expect(counted[0]?.points).toBe(4)
    })

    test('and says to who asks for too much how long to wait', async () => {
      await database().rateLimit.updateMany({ where: { key: { startsWith: 'certificate-' } }, data: { points: 60 } })
      const { status, headers } = await certificate({ 'X-Forwarded-For': '203.0.113.9' })
      expect(status).toBe(429)
      const wait = Number(headers['retry-after'])
      expect(wait).toBeGreaterThan(3000)
      expect(wait).toBeLessThanOrEqual(3600)
    })

    test('another proxy’s client is another one', async () => {
      const headers = { 'X-Forwarded-For': '203.0.113.77' }
      expect((await ask(system.portal.address, '/api/erased/nothing/nothing', { headers })).status).toBe(404)
      expect(await count()).toHaveLength(2)
    })
  })
}
