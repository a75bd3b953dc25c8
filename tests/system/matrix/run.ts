import { specimen } from '@/tests/factories/specimens'
import { callAction, tusMetadata } from '@/tests/setup/http'
import type { ActorName, NOBODIES, People } from './actors'
import type { Entries, Row } from './table/cells'
import { DECLARED, type Target } from './targets'

/** One cell as it answered, in the table's signs. */
type Sign = '+' | '*' | '-' | '>' | '1' | '3' | '4' | '9'

const BY_STATUS: Record<number, Sign> = { 401: '1', 403: '3', 404: '4', 409: '9' }
const BY_CODE: Record<string, Sign> = {
  UNAUTHENTICATED: '1',
  FORBIDDEN: '3',
  NOT_FOUND: '4',
  INVALID_STATE: '9',
  CLAIM_LOST: '9',
  HELD_BY_OTHER: '9',
  CONFLICT: '9',
  LOCKED: '9',
  INCOMPLETE: '9',
}

export type Who = ActorName | (typeof NOBODIES)[number]

export async function tryCell(portal: string, people: People, row: Row, who: Who, target: Target): Promise<string> {
  const sign = signOf(row, await askCell(portal, row, await people.cookieOf(who, row.endsSession), target))
  return (who === 'owner' || who === 'member') && sign === '*' ? '+' : sign // it is theirs
}

export type Heard = { status: number; body: string; location: string | null; code?: string | undefined }

/** Does what the row says, about the target. */
export async function askCell(portal: string, row: Row, cookie: string, target: Target): Promise<Heard> {
  if (row.kind === 'action') return askAction(portal, row, cookie, target)
  const url = new URL(fill(row.path.replace('[[...slug]]', ''), target), portal)
  const headers = { cookie, origin: portal }
  if (row.path.startsWith('/api/tus')) return heard(await askTus(portal, row.method, headers, target))
  if (row.form) return heard(await fetch(url, { method: 'POST', headers, body: formOf(row.form) }))
  if (row.method !== 'POST') return heard(await fetch(url, { headers: { cookie }, redirect: 'manual' }))
  picture ??= specimen('ID_PORTRAIT', 1)
  const body = new FormData()
  body.append('file', new File([new Uint8Array(await picture)], '人像面.jpg'))
  return heard(await fetch(url, { method: 'POST', headers, body }))
}

function formOf(entries: Entries): FormData {
  const form = new FormData()
  for (const [name, value] of entries) form.append(name, value)
  return form
}

let picture: Promise<Buffer> | undefined

const heard = async (answer: Response): Promise<Heard> => ({
  status: answer.status,
  body: await answer.text(),
  location: answer.headers.get('location'),
})

export const fill = (path: string, target: Target) =>
  path
    .replace('[qualificationId]', target.qualificationId)
    .replace('[fileId]', target.fileId)
    .replace('/api/exports/[exportId]', `/api/exports/${target.userId}`)
    .replace('[caseId]', target.caseId)
    .replace('[eventId]', target.eventId)
    .replace('[side]', 'portrait')
    .replace('[userId]', target.userId)
    .replace('[erasureId]', target.erasureId)
    .replace('[statement]', 'PERSONAL_INFORMATION')
    .replace('[token]', target.token)
    .replace('[version]', 'cn-mainland_2024-10')
    .replace('/my-data/export', `/my-data/export?account=${target.accountId}`)
    .replace('/original', `/original?export=${target.exportId}`)
    .replace('/dossier', `/dossier?export=${target.dossierExportId}`)
    .replace('[variant]', 'rendition')
    .replace('[kind]', 'ID_PORTRAIT')

/** By tus 1.0: announces a file, or says something about one that was announced. */
function askTus(portal: string, method: string, headers: Record<string, string>, target: Target): Promise<Response> {
  const isAbout = method !== 'POST' && method !== 'OPTIONS'
  const metadata = { qualificationId: target.qualificationId, kind: 'ID_PORTRAIT', filename: '人像面.jpg' }
  const sent: Record<string, Record<string, string>> = {
    POST: { 'Upload-Length': '100', 'Upload-Metadata': tusMetadata(metadata) },
    PATCH: { 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' },
  }
  const path = isAbout ? `/api/tus/${encodeURIComponent(target.uploadId)}` : '/api/tus'
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
    if (code === 'INVALID_INPUT' || code === 'UNEXPECTED') return `(${code})` // its verb was never asked
    if (code && BY_CODE[code]) return BY_CODE[code]
    return status < 400 ? '+' : `(${status})`
  }
  if (row.path.startsWith('/api/tus')) return status < 300 ? '+' : (BY_STATUS[status] ?? `(${status})`)
  if (row.form) return status < 300 ? '+' : (BY_STATUS[status] ?? `(${status})`)
  if (row.method === 'POST') return status === 201 ? '+' : (BY_STATUS[status] ?? `(${status})`)
  if (location) return /\/sign-in(\/step)?\?next=/.test(location) ? '1' : '>'
  if (status === 200) return body.includes(DECLARED) ? '*' : '+'
  return BY_STATUS[status] ?? `(${status})`
}
