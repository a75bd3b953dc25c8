import { type Cells, CLOSED, OPEN, type Row, type TusMethod, WRITING } from './cells'

const UPLOAD: Row = {
  kind: 'route',
  name: 'POST /api/qualifications/[qualificationId]/documents/[kind]',
  method: 'POST',
  path: '/api/qualifications/[qualificationId]/documents/[kind]',
  cells: WRITING,
  changes: true,
}

/** Of a case that their pass says; these have none. */
const CASE_UPLOAD: Row = {
  kind: 'route',
  name: 'POST /api/access-case/documents',
  method: 'POST',
  path: '/api/access-case/documents',
  cells: { any: '4 444 4444 4 4' },
}

/** An upload that the owner began: for nobody else does it exist. */
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

export const UPLOADS: readonly Row[] = [UPLOAD, CASE_UPLOAD, ...IN_PARTS]
