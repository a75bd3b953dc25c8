/**
 * Answers whether a message may be sent, from a copy of its own that follows the portal's feed of changes.
 *
 * Run it with Node 22.18 or later, which needs no build for this file:
 *
 *     ZHUNXIN_URL=https://sms.example.com ZHUNXIN_KEY=zx_live_… node gateway.ts
 *
 * The key needs the scope `changes:read`. The clock of this machine must be kept right (NTP), since what may be sent
 * ends by time. Nothing is stored: each start reads all senders, and until then nothing is allowed.
 */
import { createHmac } from 'node:crypto'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

type Allowance = { carrier: string; uses: string[]; from: string | null; until: string }
type AccountSenders = { account: string; senders: { signature: string; allowed: Allowance[] }[] }
type Snapshot = { accounts: AccountSenders[]; next: string | null; changes: string }
type Changes = { changes: AccountSenders[]; cursor: string; more: boolean }

/** Holds what may be sent, by account and by the hash of its signature, as of a place in the feed. */
type Copy = { accounts: Map<string, Map<string, Allowance[]>>; cursor: string }

export type Check = { account: string; signature: string; carrier: string; use: string }

/** Seconds that the portal waits for a change before it answers that there is none: this is also the sign of life. */
const WAIT = 1
/** A portal that says nothing for so many milliseconds more is not reached. */
const PATIENCE = 2_000
/** Milliseconds before another try, after anything that failed. */
const PAUSE = 500
/** The portal's own answer where a cursor is from before what it keeps, or from a database that was restored. */
const GONE = 410

/** Writes a signature as the portal does: plain width, without brackets, one space, capitals. */
export const normalise = (text: string): string =>
  text
    .replace(/[\uFF01-\uFF5E]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ')
    .replace(/^\s*[【[]|[】\]]\s*$/g, '')
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim()
    .toUpperCase()

class PortalError extends Error {
  constructor(
    readonly status: number,
    readonly pause: number,
  ) {
    super(`The portal answered ${status}`)
  }
}

type Settings = {
  portal: string
  key: string
  /** Seconds without contact after which nothing is allowed any more. */
  closesAfter: number
}

export class Gateway {
  #copy: Copy | null = null
  /** When the last request was sent whose answer made the copy current, by both clocks: either may stop or jump. */
  #currentAt = { steady: Number.NEGATIVE_INFINITY, wall: 0 }

  constructor(readonly settings: Settings) {}

  /** Returns for how many milliseconds the copy may have missed something. */
  age(): number {
    return Math.max(performance.now() - this.#currentAt.steady, Date.now() - this.#currentAt.wall)
  }

  /** Returns until when it may be sent as far as only time matters, and null where it must not be sent. */
  allows({ account: given, signature, carrier, use }: Check): string | null {
    if (!this.#copy || this.age() > this.settings.closesAfter * 1_000) return null
    const account = given.toLowerCase()
    const name = createHmac('sha256', this.settings.key)
      .update(`${account}\n${normalise(signature)}`)
      .digest('base64url')
    const now = Date.now()
    const found = this.#copy.accounts
      .get(account)
      ?.get(name)
      ?.filter((one) => {
        const isThen = (one.from === null || Date.parse(one.from) <= now) && now < Date.parse(one.until)
        return isThen && one.carrier === carrier && one.uses.includes(use)
      })
    return (
      found
        ?.map(({ until }) => until)
        .toSorted()
        .at(-1) ?? null
    )
  }

  /**
   * Follows the portal until it is stopped. A copy is used once it is whole and current, and the last one until then.
   */
  async follow(stop?: AbortSignal): Promise<void> {
    let next: Copy | null = null
    while (!stop?.aborted) {
      try {
        next ??= await this.#readAll()
        await this.#readOn(next)
      } catch (error) {
        const isRefused = error instanceof PortalError
        if (isRefused && error.status === GONE) next = null
        process.stderr.write(`${error instanceof Error ? error.message : 'The portal was not reached'}\n`)
        await sleep(isRefused ? error.pause : PAUSE)
      }
    }
  }

  async #readAll(): Promise<Copy> {
    const copy: Copy = { accounts: new Map(), cursor: '' }
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Snapshot = await this.#ask<Snapshot>('senders', { limit: '1000', ...(cursor ? { cursor } : {}) })
      take(copy, page.accounts)
      copy.cursor = page.changes
      cursor = page.next
    }
    return copy
  }

  async #readOn(copy: Copy): Promise<void> {
    const sent = { steady: performance.now(), wall: Date.now() }
    const wait = copy === this.#copy ? WAIT : 0
    const query = { after: copy.cursor, limit: '1000', wait: `${wait}` }
    const { changes, cursor, more } = await this.#ask<Changes>('changes', query)
    take(copy, changes)
    copy.cursor = cursor
    if (more) return
    this.#copy = copy
    this.#currentAt = sent
    // A portal that is about to stop lets nobody wait.
    if (wait > 0 && changes.length === 0 && performance.now() - sent.steady < PAUSE) await sleep(PAUSE)
  }

  async #ask<T>(path: string, query: Record<string, string>): Promise<T> {
    const answer = await fetch(`${this.settings.portal}/api/v1/${path}?${new URLSearchParams(query)}`, {
      headers: { authorization: `Bearer ${this.settings.key}` },
      signal: AbortSignal.timeout(path === 'changes' ? WAIT * 1_000 + PATIENCE : 30_000),
      redirect: 'error',
    })
    if (answer.status === 200) return (await answer.json()) as T
    await answer.body?.cancel()
    throw new PortalError(answer.status, Number(answer.headers.get('retry-after') ?? 0) * 1_000 || PAUSE)
  }
}

/** An account comes whole: what is not in it any more is gone. */
function take({ accounts }: Copy, changed: readonly AccountSenders[]): void {
  for (const { account, senders } of changed) {
    if (senders.length === 0) accounts.delete(account)
    else accounts.set(account, new Map(senders.map(({ signature, allowed }) => [signature, allowed])))
  }
}

/**
 * Answers `GET /allowed?account=…&signature=…&carrier=…&use=…`. Only 200 with `allowed: true` means that it may be
 * sent.
 */
export function serve(gateway: Gateway): Server {
  const send = (response: ServerResponse, status: number, body: object) =>
    response
      .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      .end(JSON.stringify(body))
  return createServer((request, response) => {
    const [path, text] = (request.url ?? '').split('?')
    const query = new URLSearchParams(text)
    if (request.method !== 'GET' || path !== '/allowed') return send(response, 404, { allowed: false })
    const [account, signature, carrier, use] = ['account', 'signature', 'carrier', 'use'].map((name) => query.get(name))
    if (!account || !signature || !carrier || !use) return send(response, 400, { allowed: false })
    const until = gateway.allows({ account, signature, carrier, use })
    const age = Math.ceil(gateway.age())
    if (age > gateway.settings.closesAfter * 1_000) return send(response, 503, { allowed: false })
    return send(response, 200, { allowed: until !== null, until, age })
  })
}

function start({
  ZHUNXIN_URL,
  ZHUNXIN_KEY,
  CLOSES_AFTER = '10',
  HOST = '127.0.0.1',
  PORT = '8787',
}: NodeJS.ProcessEnv): void {
  const closesAfter = Number(CLOSES_AFTER)
  if (!ZHUNXIN_URL || !ZHUNXIN_KEY || !(closesAfter > 0)) throw new Error('Set ZHUNXIN_URL and ZHUNXIN_KEY')
  const gateway = new Gateway({ portal: ZHUNXIN_URL.replace(/\/$/, ''), key: ZHUNXIN_KEY, closesAfter })
  const server = serve(gateway)
  server.listen(Number(PORT), HOST, () => process.stdout.write(`Listening on ${HOST}:${PORT}\n`))
  void gateway.follow()
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit())
}

if (process.argv[1] === fileURLToPath(import.meta.url)) start(process.env)
