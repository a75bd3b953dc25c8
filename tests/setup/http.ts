import { readFileSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { encode } from 'next-auth/jwt'
import { env } from '@/lib/core/env'
import { systemKey } from '@/lib/crypto/data-keys'
import { builtFile } from '@/scripts/prepare/app.mjs'

/** Returns the session cookie as the portal would have set it. */
export async function cookieFor(sessionId: string): Promise<{ name: string; value: string }> {
  const secret = (await systemKey('SESSION')).toString('base64')
  const name = env().isHttps ? '__Host-zhunxin.session' : 'zhunxin.session'
  return { name, value: await encode({ token: { sid: sessionId }, secret, maxAge: 3600 }) }
}

type Manifest = { node: Record<string, { workers: Record<string, unknown>; filename: string; exportedName: string }> }

export type BuiltAction = { id: string; name: string }

let actions: BuiltAction[] | undefined

/** Lists every server action of the built app, as `file#export`. */
export function builtActions(): BuiltAction[] {
  actions ??= readActions() // read once: the matrix asks for it some thousand times
  return actions
}

function readActions(): BuiltAction[] {
  const { node } = JSON.parse(readFileSync(builtFile('server/server-reference-manifest.json'), 'utf8')) as Manifest
  return Object.entries(node).map(([id, { filename, exportedName }]) => ({ id, name: `${filename}#${exportedName}` }))
}

/** Lists every page and route of the built app, as Next writes them: /qualifications/[qualificationId]. */
export function builtRoutes(): string[] {
  const manifest = JSON.parse(readFileSync(builtFile('app-path-routes-manifest.json'), 'utf8')) as Record<
    string,
    string
  >
  return [...new Set(Object.values(manifest))].sort()
}

/**
 * To compress pages and unpack them again takes some hundredths of what a portal does for a test that requests
 * thousands.
 */
export const UNCOMPRESSED = { 'Accept-Encoding': 'identity' } as const

export type Answer = { status: number; headers: IncomingHttpHeaders; body: string }

/** Sends a request unchanged: unlike fetch, it lets a test lie about its Host. It follows no redirect. */
export function ask(
  portal: string,
  path: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(portal)
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }))
    })
    sent.once('error', reject)
    sent.end(body)
  })
}

/** Encodes metadata as tus 1.0 writes it into a header. */
export const tusMetadata = (metadata: Readonly<Record<string, string>>): string =>
  Object.entries(metadata)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',')

export type ActionAnswer = {
  status: number
  ok: boolean | null
  error: string | null
  location: string | null
  cookies: string[]
  body: string
}

type Call = {
  cookie?: string
  /** Null sends none. */
  origin?: string | null
  page?: string
  /** Sends the arguments of a form whose action accepts nothing but the form. */
  isPlain?: boolean
  /** The action's previous answer, where it builds on that. */
  previous?: object
  /** Adds headers, as a proxy sends them. */
  headers?: Record<string, string>
}

/** Builds a form for a server action, as React does, with the id that the build gave the action. */
export function actionForm(
  name: string,
  entries: readonly (readonly [string, string])[],
  { isPlain = false, previous }: Pick<Call, 'isPlain' | 'previous'> = {},
): { id: string; body: FormData } {
  const action = builtActions().find((built) => built.name === name)
  if (!action) throw new Error(`No such action in the build: ${name}`)
  return { id: action.id, body: actionBody(entries, { isPlain, ...(previous ? { previous } : {}) }) }
}

/** Encodes a form as React does for an action. */
export function actionBody(
  entries: readonly (readonly [string, string])[],
  { isPlain = false, previous }: Pick<Call, 'isPlain' | 'previous'> = {},
): FormData {
  const body = new FormData()
  for (const [key, value] of entries) body.append(`_1_${key}`, value)
  body.append('0', isPlain ? '["$K1"]' : JSON.stringify([previous ?? '$undefined', '$K1']))
  return body
}

/** Sends a form to a server action, as React does for `useActionState`: the previous state, then the form's entries. */
export async function callAction(
  portal: string,
  name: string,
  entries: readonly (readonly [string, string])[],
  { cookie = '', origin = portal, page = '/', isPlain = false, previous, headers: more = {} }: Call = {},
): Promise<ActionAnswer> {
  const { id, body } = actionForm(name, entries, { isPlain, ...(previous ? { previous } : {}) })
  const own = { 'Next-Action': id, Accept: 'text/x-component', Cookie: cookie }
  const headers = new Headers({ ...UNCOMPRESSED, ...own, ...more })
  if (origin !== null) headers.set('Origin', origin)
  const answer = await fetch(new URL(page, portal), { method: 'POST', headers, body, redirect: 'manual' })
  const text = await answer.text()
  const outcome = text.match(/"ok":(true|false)(?:,"error":"([A-Z_]+)")?/)
  return {
    status: answer.status,
    ok: outcome ? outcome[1] === 'true' : null,
    error: outcome?.[2] ?? null,
    location: answer.headers.get('x-action-redirect') ?? answer.headers.get('location'),
    cookies: answer.headers.getSetCookie(),
    body: text,
  }
}
