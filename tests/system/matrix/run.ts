import { specimen } from '@/tests/factories/specimens'
import { callAction, tusMetadata } from '@/tests/setup/http'
import type { ActorName, NOBODIES, People } from './actors'
import type { Entries, Row } from './table'
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

export async function tryCell(portal: string, people: People, row: Row, who: Who, target: Target): Promise<string> {
  const cookie = await people.cookieOf(who, row.endsSession)
  if (row.kind === 'action') return signOfAction(portal, row, cookie, target)
  if (row.path.startsWith('/api/tus')) return signOfTus(portal, row.method, cookie, target)
  if (row.form) return signOfForm(portal, row.path, cookie, row.form)
  if (row.method === 'POST') return signOfUpload(portal, row.path, cookie, target)
  const sign = await signOfPage(portal, row.path, cookie, target)
  return who === 'owner' && sign === '*' ? '+' : sign // it is theirs
}

export type Who = ActorName | (typeof NOBODIES)[number]

export const fill = (path: string, target: Target) =>
  path
    .replace('[qualificationId]', target.qualificationId)
    .replace('[fileId]', target.fileId)
    .replace('/api/exports/[exportId]', `/api/exports/${target.userId}`)
    .replace('[caseId]', target.caseId)
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

async function signOfPage(portal: string, path: string, cookie: string, target: Target): Promise<string> {
  const answer = await fetch(new URL(fill(path, target), portal), { headers: { cookie }, redirect: 'manual' })
  const body = await answer.text()
  const location = answer.headers.get('location')
  if (location) return /\/sign-in(\/step)?\?next=/.test(location) ? '1' : '>'
  if (answer.status === 200) return body.includes(DECLARED) ? '*' : '+'
  return BY_STATUS[answer.status] ?? `(${answer.status})`
}

let picture: Promise<Buffer> | undefined

async function signOfUpload(portal: string, path: string, cookie: string, target: Target): Promise<string> {
  picture ??= specimen('ID_PORTRAIT', 1)
  const form = new FormData()
  form.append('file', new File([new Uint8Array(await picture)], '人像面.jpg'))
  const headers = { cookie, origin: portal }
  const answer = await fetch(new URL(fill(path, target), portal), { method: 'POST', headers, body: form })
  await answer.text()
  return answer.status === 201 ? '+' : (BY_STATUS[answer.status] ?? `(${answer.status})`)
}

async function signOfForm(portal: string, path: string, cookie: string, entries: Entries): Promise<string> {
  const form = new FormData()
  for (const [name, value] of entries) form.append(name, value)
  const answer = await fetch(new URL(path, portal), { method: 'POST', headers: { cookie, origin: portal }, body: form })
  await answer.text()
  return answer.ok ? '+' : (BY_STATUS[answer.status] ?? `(${answer.status})`)
}

/** By tus 1.0: announces a file, or says something about one that was announced. */
async function signOfTus(portal: string, method: string, cookie: string, target: Target): Promise<string> {
  const isAbout = method !== 'POST' && method !== 'OPTIONS'
  const metadata = { qualificationId: target.qualificationId, kind: 'ID_PORTRAIT', filename: '人像面.jpg' }
  const sent: Record<string, Record<string, string>> = {
    POST: { 'Upload-Length': '100', 'Upload-Metadata': tusMetadata(metadata) },
    PATCH: { 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' },
  }
  const headers = { cookie, origin: portal, 'Tus-Resumable': '1.0.0', ...sent[method] }
  const path = isAbout ? `/api/tus/${encodeURIComponent(target.uploadId)}` : '/api/tus'
  const body = method === 'PATCH' ? 'x' : null
  const answer = await fetch(new URL(path, portal), { method, headers, body })
  await answer.text()
  return answer.ok ? '+' : (BY_STATUS[answer.status] ?? `(${answer.status})`)
}

async function signOfAction(portal: string, row: Row & { kind: 'action' }, cookie: string, target: Target) {
  const entries: Entries = row.form(target)
  const page = fill(row.page ?? '/', target)
  const { isPlain = false, previous = {} } = row
  const answer = await callAction(portal, row.name, entries, { cookie, page, isPlain, previous })
  const code = answer.error ?? /"error":"([A-Z_]+)"/.exec(answer.body)?.[1]
  if (code === 'INVALID_INPUT' || code === 'UNEXPECTED') return `(${code})` // its verb was never asked
  if (code && BY_CODE[code]) return BY_CODE[code]
  return answer.status < 400 ? '+' : `(${answer.status})`
}
