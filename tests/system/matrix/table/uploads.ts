import { type Cells, CLOSED, OPEN, PHONES, type Row, type TusMethod, WRITING } from './cells'

const UPLOAD: Row = {
  kind: 'route',
  name: 'POST /api/qualifications/[qualificationId]/documents/[kind]',
  method: 'POST',
  path: '/api/qualifications/[qualificationId]/documents/[kind]',
  cells: WRITING,
  changes: true,
}

/** The pass names the case; these sessions have none. */
const CASE_UPLOAD: Row = {
  kind: 'route',
  name: 'POST /api/access-case/documents',
  method: 'POST',
  path: '/api/access-case/documents',
  cells: { any: '4 444 4444 4 4' },
}

/** Applies to an upload that the owner started: it doesn't exist for anybody else. */
const THEIR_UPLOAD: Cells = { [OPEN]: '1 +44 4444 4 4', [CLOSED]: '1 944 4444 4 4', ABSENT: '1 444 4444 4 4' }
const ofUploads = (method: TusMethod | 'POST', cells: Cells, changes = false): Row => {
  const path = '/api/tus/[[...slug]]'
  return { kind: 'route', name: `${method} ${path}`, method, path, cells, changes }
}
const IN_PARTS = [
  ofUploads('OPTIONS', { any: '1 +++ ++++ + +' }),
  ofUploads('POST', WRITING, true),
  ofUploads('HEAD', THEIR_UPLOAD),
  ofUploads('PATCH', THEIR_UPLOAD, true),
  ofUploads('DELETE', THEIR_UPLOAD, true),
]

/**
 * Returns the row of a route for phones and for links to letters. The upload of the target is the owner's, and none of
 * theirs; its slot is no letter, so that a link gets nothing.
 */
const ofPhones = (method: TusMethod | 'POST', path: string, phone: '+' | '4'): Row => ({
  kind: 'route',
  name: `${method} ${path}`,
  method,
  path,
  cells: PHONES,
  phone,
  forwarded: method === 'OPTIONS' ? '+' : '4',
})
const PHONE_UPLOADS = [
  ofPhones('POST', '/api/phone/documents/[kind]', '+'),
  ofPhones('OPTIONS', '/api/phone/tus/[[...slug]]', '+'),
  ofPhones('POST', '/api/phone/tus/[[...slug]]', '+'),
  ofPhones('HEAD', '/api/phone/tus/[[...slug]]', '4'),
  ofPhones('PATCH', '/api/phone/tus/[[...slug]]', '4'),
  ofPhones('DELETE', '/api/phone/tus/[[...slug]]', '4'),
]

export const UPLOADS: readonly Row[] = [UPLOAD, CASE_UPLOAD, ...IN_PARTS, ...PHONE_UPLOADS]
