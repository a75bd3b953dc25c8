import { Agent, request } from 'node:http'
import { actionBody, builtActions } from '@/tests/setup/http'

export type Reply = { status: number; headers: Record<string, string | string[] | undefined>; text: string }
type Sent = { method?: string; headers?: Record<string, string>; body?: Buffer }

/** Connections stay open and are shared, as those of browsers do, for the portal and for its limits. */
const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/**
 * Sends a request and reads its whole answer, with a client that costs little: it shares the machine with the server.
 */
export function send(url: string | URL, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const length = body ? { 'Content-Length': `${body.length}` } : {}
    const sent = request(url, { method, agent, headers: { ...headers, ...length } }, (answer) => {
      const pieces: Buffer[] = []
      answer.on('data', (piece: Buffer) => pieces.push(piece))
      answer.once('error', reject)
      answer.once('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(pieces).toString() }),
      )
    })
    sent.once('error', reject)
    sent.end(body)
  })
}

const actionIds = new Map<string, string>()

function idOf(action: string): string {
  if (actionIds.size === 0) for (const { id, name } of builtActions()) actionIds.set(name, id)
  const id = actionIds.get(action)
  if (!id) throw new Error(`No such action in the build: ${action}`)
  return id
}

export type Entries = readonly (readonly [string, string])[]

/** Acts as a person's browser: it has their cookie, and counts its requests. */
export class Visitor {
  requests = 0
  readonly #portal: string
  readonly #cookie: string

  constructor(portal: string, cookie: string) {
    this.#portal = portal
    this.#cookie = cookie
  }

  ask(path: string, { headers = {}, ...sent }: Sent = {}): Promise<Reply> {
    this.requests += 1
    const own = { Cookie: this.#cookie, Origin: this.#portal }
    return send(new URL(path, this.#portal), { ...sent, headers: { ...own, ...headers } })
  }

  /**
   * Sends a form to a server action as the page does.
   *
   * @param tree what the browser has drawn, as `treeOf` returns it: the answer leaves out what it has already
   */
  async act(page: string, action: string, entries: Entries, tree?: string): Promise<Reply> {
    const form = new Response(actionBody(entries))
    const headers = {
      'Next-Action': idOf(action),
      Accept: 'text/x-component',
      'Content-Type': form.headers.get('Content-Type') ?? '',
      ...(tree ? { 'Next-Router-State-Tree': tree } : {}),
    }
    const answer = await this.ask(page, { method: 'POST', headers, body: Buffer.from(await form.arrayBuffer()) })
    const refusal = /"ok":false,"error":"([A-Z_]+)"/.exec(answer.text)
    if (answer.status >= 400) throw new Error(`${action} answered ${answer.status}: ${answer.text.slice(0, 500)}`)
    if (refusal) throw new Refused(action, refusal[1] ?? '')
    return answer
  }
}

export class Refused extends Error {
  readonly code: string
  constructor(action: string, code: string) {
    super(`${action} refused: ${code}`)
    this.code = code
  }
}

/** Returns where an action leads. */
export const redirectOf = ({ headers }: Reply): string =>
  [headers['x-action-redirect'] ?? ''].flat()[0]?.split(';')[0] ?? ''

/** Works through a list, so many at once. */
export async function atOnce<T>(count: number, list: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const rest = [...list]
  const lane = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: count }, lane))
}
