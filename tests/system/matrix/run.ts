import { anAddress } from '@/tests/factories/people'
import { specimen } from '@/tests/factories/specimens'
import { callAction, tusMetadata, UNCOMPRESSED } from '@/tests/setup/http'
import type { ActorName, NOBODIES, People } from './actors'
import { forwardedCookie, phoneCookie } from './phones'
import type { Entries, Newcomer, Row } from './table/cells'
import { DECLARED, type Target } from './target'
import { vouchedCookie } from './vouched'

/** Gives a cell's answer, in the table's signs. */
type Sign = '+' | '*' | '-' | '>' | '1' | '3' | '4' | '9'

const BY_STATUS: Record<number, Sign> = { 401: '1', 403: '3', 404: '4', 409: '9' }
const BY_CODE: Record<string, Sign> = {
  UNAUTHENTICATED: '1',
  FORBIDDEN: '3',
  NOT_FOUND: '4',
  INVALID_STATE: '9',
  CLAIM_LOST: '9',
  CASE_CHANGED: '9',
  HELD_BY_OTHER: '9',
  UNDO_TOO_LATE: '9',
  CONFLICT: '9',
  LOCKED: '9',
  PHONE_ENDED: '1',
  INCOMPLETE: '9',
}

export type Who = ActorName | (typeof NOBODIES)[number] | 'phone' | 'forwarded' | 'vouched' | 'elsewhere'

export async function tryCell(portal: string, people: People, row: Row, who: Who, target: Target): Promise<string> {
  if (row.kind === 'action' && row.newcomer && APPLICANTS.has(who)) return tryAsNewcomer(portal, row, row.newcomer)
  const cookie =
    who === 'phone'
      ? await phoneCookie(people, target)
      : who === 'forwarded'
        ? await forwardedCookie(people, target)
        : who === 'vouched' || who === 'elsewhere'
          ? await vouchedCookie(people, target, { isFresh: row.endsSession, isElsewhere: who === 'elsewhere' })
          : await people.cookieOf(who, row.endsSession)
  const sign = signOf(row, await askCell(portal, row, cookie, target))
  return OWN.has(who) && sign === '*' ? '+' : sign // it is theirs
}

const OWN: ReadonlySet<Who> = new Set(['owner', 'member', 'vouched'])

const APPLICANTS: ReadonlySet<Who> = new Set(['owner', 'member', 'stranger'])

type Succeeding = Row & { kind: 'action' }

async function tryAsNewcomer(portal: string, { name, page = '/' }: Succeeding, make: () => Promise<Newcomer>) {
  const { cookie, form } = await make()
  const headers = { 'X-Forwarded-For': anAddress() } // the others' wrong codes count against theirs
  const { ok, error } = await callAction(portal, name, form, { cookie, page, headers })
  return ok ? '+' : `(${error})`
}

export type Heard = { status: number; body: string; location: string | null; code?: string | undefined }

/** Does what the row says, with the target. */
export async function askCell(portal: string, row: Row, cookie: string, target: Target): Promise<Heard> {
  if (row.kind === 'action') return askAction(portal, row, cookie, target)
  const url = new URL(fill(row.path.replace('[[...slug]]', ''), target), portal)
  const headers = { ...UNCOMPRESSED, cookie, origin: portal }
  if (isTus(row)) return heard(await askTus(portal, row, headers, target))
  if (row.form) return heard(await fetch(url, { method: 'POST', headers, body: formOf(row.form) }))
  if (row.method !== 'POST')
    return heard(await fetch(url, { headers: { ...UNCOMPRESSED, cookie }, redirect: 'manual' }))
  picture ??= specimen('ID_PORTRAIT', 1)
  const body = new FormData()
  body.append('file', new File([new Uint8Array(await picture)], '人像面.jpg'))
  return heard(await fetch(url, { method: 'POST', headers, body }))
}

/** Returns whether it speaks tus 1.0. */
export const isTus = ({ path }: { path: string }): boolean => path.includes('/tus/')

function formOf(entries: Entries): FormData {
  const form = new FormData()
  for (const [name, value] of entries) form.append(name, value)
  return form
}

let picture: Promise<Buffer> | undefined

const heard = async (answer: Response): Promise<Heard> => ({
  status: answer.status,
  body: await bodyOf(answer),
  location: answer.headers.get('location'),
})

/** Returns the text of an answer; a stream of events never ends, and is not read. */
async function bodyOf(answer: Response): Promise<string> {
  if (!answer.headers.get('content-type')?.startsWith('text/event-stream')) return answer.text()
  await answer.body?.cancel()
  return ''
}

export const fill = (path: string, target: Target) =>
  path
    .replace('[qualificationId]', target.qualificationId)
    .replace('[fileId]', target.fileId)
    .replace('/api/exports/[exportId]', `/api/exports/${target.userId}`)
    .replace('[caseId]', target.caseId)
    .replace('[eventId]', target.eventId)
    .replace('[side]', 'portrait')
    .replace('[userId]', target.userId)
    .replace('[endpointId]', target.endpointId)
    .replace('[erasureId]', target.erasureId)
    .replace('[act]', 'password')
    .replace('[statement]', 'PERSONAL_INFORMATION')
    .replace('[token]', target.token)
    .replace('[revision]', '1')
    .replace('[version]', 'cn-mainland_2024-10')
    .replace('/my-data/export', `/my-data/export?account=${target.accountId}`)
    .replace('/original', `/original?export=${target.exportId}`)
    .replace('/dossier', `/dossier?export=${target.dossierExportId}`)
    .replace('[variant]', 'rendition')
    .replace('[letter]', 'INDIVIDUAL')
    .replace('[kind]', 'ID_PORTRAIT')

/** Sends by tus 1.0: announces a file, or continues with an announced one. */
function askTus(
  portal: string,
  { method, path: route }: { method: string; path: string },
  headers: Record<string, string>,
  target: Target,
): Promise<Response> {
  const isAbout = method !== 'POST' && method !== 'OPTIONS'
  const metadata = { qualificationId: target.qualificationId, kind: 'ID_PORTRAIT', filename: '人像面.jpg' }
  const sent: Record<string, Record<string, string>> = {
    POST: { 'Upload-Length': '100', 'Upload-Metadata': tusMetadata(metadata) },
    PATCH: { 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' },
  }
  const started = route.replace('/[[...slug]]', '')
  const path = isAbout ? `${started}/${encodeURIComponent(target.uploadId)}` : started
  const all = { ...headers, 'Tus-Resumable': '1.0.0', ...sent[method] }
  return fetch(new URL(path, portal), { method, headers: all, body: method === 'PATCH' ? 'x' : null })
}

async function askAction(
  portal: string,
  row: Row & { kind: 'action' },
  cookie: string,
  target: Target,
): Promise<Heard> {
  const page = fill(row.page ?? '/', target)
  const { isPlain = false, previous = {} } = row
  const answer = await callAction(portal, row.name, row.form(target), { cookie, page, isPlain, previous })
  const code = answer.error ?? /"error":"([A-Z_]+)"/.exec(answer.body)?.[1]
  return { status: answer.status, body: answer.body, location: answer.location, code }
}

function signOf(row: Row, { status, body, location, code }: Heard): string {
  if (row.kind === 'action') {
    if (code === 'INVALID_INPUT' || code === 'UNEXPECTED') return `(${code})` // its verb was never reached
    if (code && BY_CODE[code]) return BY_CODE[code]
    return status < 400 ? '+' : `(${status})`
  }
  if (isTus(row)) return status < 300 ? '+' : (BY_STATUS[status] ?? `(${status})`)
  if (row.form) return status < 300 ? '+' : (BY_STATUS[status] ?? `(${status})`)
  if (row.method === 'POST') return status === 201 ? '+' : (BY_STATUS[status] ?? `(${status})`)
  if (location) return /\/sign-in(\/step)?\?next=/.test(location) ? '1' : '>'
  if (status === 200) return body.includes(DECLARED) ? '*' : '+'
  return BY_STATUS[status] ?? `(${status})`
}
