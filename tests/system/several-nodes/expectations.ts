import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CONSENT_KEYS, CURRENT_TEXTS } from '@/lib/accounts/consents/consents'
import { database } from '@/lib/db/client'
import { messagesTo } from '@/tests/factories/codes'
import { aLargePdf } from '@/tests/factories/large-pdf'
import { aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { aDraft } from '@/tests/factories/qualifications'
import { settled } from '@/tests/factories/uploads'
import { heavy, randomFrom } from '@/tests/setup/heavy'
import { ask, callAction, cookieFor, tusMetadata } from '@/tests/setup/http'
import { type Node, type Nodes, startNodes } from '@/tests/setup/nodes'
import { hasProxy } from '@/tests/setup/tls-proxies'
import { prepareLoad, send } from '../kill/load'
import { brokenAfter } from '../kill/whole'

const MEBIBYTE = 1024 * 1024
const PHONE = 'app/(auth)/_phone/actions.ts#continueWithPhone'

/** Describes the store that all nodes share, and its settings. */
type Store = { name: string; isThere: boolean; start: () => Promise<Running> }
type Running = { settings: (folder: string) => Record<string, string>; stop(): void }

/**
 * Tests what docs/deploy/several-nodes.md promises. Where nginx or the store is missing, this says so and is skipped.
 */
export function expectNodesWith({ name: store, isThere, start }: Store): void {
  describe.skipIf(!isThere || !hasProxy('nginx'))(`two nodes behind nginx, with ${store},`, () => {
    let of: Nodes
    let files: Running
    let one: Node
    let other: Node

    beforeAll(async () => {
      files = await start()
      of = await startNodes({ storeIn: files.settings })
      ;[one, other] = of.nodes as [Node, Node]
    })
    afterAll(async () => {
      await of?.stop()
      files?.stop()
    })

    const at = ({ portal }: Node) => portal.address

    test('sign someone in on one, who then acts on the other', async () => {
      const phone = aPhone()
      const step = async (node: Node, entries: Record<string, string | readonly string[]>, cookie = '') => {
        const pairs = Object.entries(entries).flatMap(([key, value]) =>
          [value].flat().map((each) => [key, each] as const),
        )
        return callAction(at(node), PHONE, pairs, {
          cookie,
          origin: of.url,
          page: '/register',
          previous: { sent: null },
        })
      }
      const given = ({ cookies }: { cookies: readonly string[] }, name: string) =>
        cookies.find((each) => each.startsWith(`${name}=`))?.split(';')[0] ?? ''
      const sent = await step(one, { intent: 'send', step: 'PHONE', phone })
      const browser = given(sent, 'zhunxin.codes')
      const code = /\d{6}/.exec((await messagesTo(phone))[0]?.text ?? '')?.[0] ?? ''
      const proved = await step(other, { intent: 'verify', step: 'CODE', phone, code }, browser)
      const ticket = /"ticket":"([^"]+)"/.exec(proved.body)?.[1] ?? ''
      const consents = {
        intent: 'register',
        step: 'CONSENTS',
        phone,
        ticket,
        texts: CURRENT_TEXTS,
        consents: CONSENT_KEYS,
      }
      const session = given(await step(one, consents, browser), 'zhunxin.session')
      for (const node of of.nodes) {
        expect((await ask(at(node), '/qualifications', { headers: { cookie: session } })).status).toBe(200)
      }
      const begin = 'app/(applicant)/qualifications/new/actions.ts#startQualification'
      const started = await callAction(at(other), begin, [['kind', 'INDIVIDUAL']], { cookie: session, origin: of.url })
      const id = /[0-9a-f-]{36}/.exec(started.location ?? '')?.[0] ?? ''
      expect((await ask(at(one), `/qualifications/${id}`, { headers: { cookie: session } })).status).toBeLessThan(400)
    })

    test('complete on the other a file that was started on one, and show it on both', async () => {
      const { actor, accountId } = await aRegisteredApplicant()
      const { id: qualificationId } = await aDraft({ ...actor, accountId })
      const { name, value } = await cookieFor(actor.sessionId)
      const headers = { cookie: `${name}=${value}`, origin: of.url, 'Tus-Resumable': '1.0.0' }
      const pdf = aLargePdf(3 * MEBIBYTE)
      const metadata = tusMetadata({ qualificationId, kind: 'COMMITMENT_LETTER', filename: '承诺函.pdf' })
      const sizes = { 'Upload-Length': `${pdf.length}`, 'Upload-Metadata': metadata }
      const started = await fetch(`${at(one)}/api/tus`, { method: 'POST', headers: { ...headers, ...sizes } })
      expect(started.status).toBe(201)
      const { pathname } = new URL(started.headers.get('location') ?? '', of.url)
      const patch = (node: Node, offset: number, bytes: Buffer) =>
        fetch(`${at(node)}${pathname}`, {
          method: 'PATCH',
          headers: { ...headers, 'Upload-Offset': `${offset}`, 'Content-Type': 'application/offset+octet-stream' },
          body: new Uint8Array(bytes),
        })
      const half = 2 * MEBIBYTE + 7
      expect((await patch(one, 0, pdf.subarray(0, half))).status).toBe(204)
      const last = await patch(other, half, pdf.subarray(half))
      expect(last.status).toBe(200)
      const { files } = (await last.json()) as { files: { fileId: string }[] }
      const sha256 = createHash('sha256').update(pdf).digest()
      expect(await database().storedFile.count({ where: { sha256 } })).toBe(1)
      expect(await settled(files[0]?.fileId ?? '')).toBe('READY')
      for (const node of of.nodes) {
        const shown = await fetch(`${at(node)}/api/files/${files[0]?.fileId}/rendition`, { headers })
        expect(shown.status, at(node)).toBe(200)
        expect((await shown.arrayBuffer()).byteLength).toBeGreaterThan(0)
      }
    })

    test('say that they drain before they stop, and serve meanwhile', async () => {
      const ended = one.portal.stop()
      await one.portal.said(/SIGTERM: stopping/)
      const ready = await fetch(`${at(one)}/api/health/ready`)
      expect([ready.status, await ready.json()]).toEqual([503, { status: 'draining' }])
      const page = await ask(at(one), '/')
      expect([page.status, page.headers.connection]).toEqual([200, 'close'])
      expect(await ended).toBe(0)
      await of.restart(one)
    })

    const { tries, seed, done } = heavy(`rolling-restart-${store.split(' ').at(-1)}`, { quick: 1, long: 8 })
    const LOAD = tries > 1 ? { drafts: 32, ready: 25 } : { drafts: 4, ready: 4 } // in eight rounds: 1,024 uploads, 200 submissions

    test('restart one after the other under load without an error that a client sees', {
      timeout: tries * 300_000,
    }, async () => {
      const random = randomFrom(seed)
      const figures = { uploads: 0, submissions: 0, pages: 0, restarts: 0 }
      for (let round = 0; round < tries; round += 1) {
        const load = await prepareLoad(round, LOAD)
        const { acknowledged, failed, ended } = send({ ...one.portal, url: of.url }, load, random)
        const visits = visitUntil(ended)
        visits.catch(() => {}) // counted below
        let isOver = false
        void ended.then(() => {
          isOver = true
        })
        do {
          for (const node of of.nodes) await of.restart(node)
          figures.restarts += of.nodes.length
        } while (!isOver)
        await ended
        expect(failed).toEqual([])
        expect(await brokenAfter(acknowledged), `round ${round}`).toEqual([])
        expect(acknowledged.uploads).toHaveLength(load.uploads.length)
        expect(acknowledged.submissions).toHaveLength(load.submissions.length)
        figures.uploads += acknowledged.uploads.length
        figures.submissions += acknowledged.submissions.length
        figures.pages += await visits
      }
      done(tries, { store, ...figures, errors: 0 })
    })

    /** Opens pages, one after the other, and counts them; fails when one can't be loaded. */
    async function visitUntil(end: Promise<void>): Promise<number> {
      let [isOver, count] = [false, 0]
      void end.then(() => {
        isOver = true
      })
      while (!isOver) {
        for (const page of ['/', '/sign-in', '/register']) {
          expect((await ask(of.url, page, { headers: { connection: 'close' } })).status, page).toBe(200)
        }
        count += 3
      }
      return count
    }
  })
}
