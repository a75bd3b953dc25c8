import { ANYONE, APPLICANTS, type Cells, CLOSED, OPEN, type Row, STAFF, TASK, TASK_OF_OTHERS } from './cells'

const CELLS_OF_PAGES: Record<string, Cells> = {
  '/': { any: '+ >>> >>>> > >' },
  '/prepare': { any: ANYONE },
  '/prepare/letter': { any: ANYONE },
  '/icon.svg': { any: ANYONE },
  '/api/health/live': { any: ANYONE },
  '/api/health/ready': { any: ANYONE },
  '/dev/outbox': { any: ANYONE },
  '/invitations/[token]': { any: ANYONE },
  '/erased/[token]': { any: ANYONE },
  // Who has the link needs nothing else; these have none.
  '/api/erased/[token]/[erasureId]': { any: '4 444 4444 4 4' },
  '/register': { any: '+ >>> ++++ + +' },
  '/sign-in': { any: '+ >>> ++++ + +' },
  '/recover': { any: ANYONE },
  '/sign-in/password': { any: '+ >>> ++++ + +' },
  '/staff/sign-in': { any: '+ +++ >>>> > >' },
  '/staff/sign-in/step': { any: '1 111 ++++ + +' },
  '/staff/forgotten': { any: ANYONE },
  '/staff/access/[token]': { any: ANYONE },
  '/security': { any: STAFF },
  '/security/add': { any: STAFF },
  '/security/confirm': { any: STAFF },
  // There is none on this portal: it is tried in sso.test.ts.
  '/api/sso': { any: '4 444 4444 4 4' },
  '/api/sso/callback': { any: '4 444 4444 4 4' },

  '/notices/confirm/[token]': { any: ANYONE },
  '/account': { any: APPLICANTS },
  '/account/sessions': { any: APPLICANTS },
  '/account/sign-in': { any: APPLICANTS },
  '/my-data': { any: APPLICANTS },
  '/my-data/views': { any: APPLICANTS },
  '/my-data/consents': { any: APPLICANTS },
  '/my-data/consents/[statement]': { any: APPLICANTS },
  '/my-data/erase': { any: APPLICANTS },
  '/api/my-data/export': { any: '1 ++4 4444 4 4' },
  '/api/my-data/erasures/[erasureId]/certificate': { any: '1 ++4 4444 4 4' },
  '/qualifications': { any: APPLICANTS },
  '/qualifications/new': { any: APPLICANTS },
  '/qualifications/[qualificationId]': { [`${OPEN} ${CLOSED}`]: '1 ++4 3333 3 3', ABSENT: '1 444 3333 3 3' },
  '/qualifications/[qualificationId]/identity': TASK,
  '/qualifications/[qualificationId]/organisation': TASK_OF_OTHERS,
  '/qualifications/[qualificationId]/legal-representative': TASK_OF_OTHERS,
  '/qualifications/[qualificationId]/administrator': TASK_OF_OTHERS,
  '/qualifications/[qualificationId]/use': TASK,
  '/qualifications/[qualificationId]/signatures': TASK,
  '/qualifications/[qualificationId]/documents': TASK,
  '/qualifications/[qualificationId]/letter': TASK,
  '/qualifications/[qualificationId]/check': TASK,
  '/api/files/[fileId]/[variant]': {
    DRAFT: '1 ++4 4444 4 4',
    IN_REVIEW: '1 ++4 +939 3 3',
    'SUBMITTED CHANGES_REQUESTED APPROVED REJECTED': '1 ++4 9939 3 3',
    ABSENT: '1 444 4444 4 4',
  },

  // By an export of the administrator's, who took it out; of a draft there is none.
  '/api/files/[fileId]/original': {
    'DRAFT ABSENT': '1 444 4444 4 4',
    'SUBMITTED IN_REVIEW CHANGES_REQUESTED APPROVED REJECTED': '1 444 4444 4 +',
  },

  // So with a dossier.
  '/api/qualifications/[qualificationId]/dossier': {
    'DRAFT ABSENT': '1 444 4444 4 4',
    'SUBMITTED IN_REVIEW CHANGES_REQUESTED APPROVED REJECTED': '1 444 4444 4 +',
  },

  '/queue': { any: '1 333 ++++ + +' },
  '/mine': { any: '1 333 ++++ 3 3' },
  '/access-cases': { any: '1 333 ++++ 3 3' },
  '/access-cases/[caseId]': { any: '1 333 ++++ 3 3' },
  '/api/access-cases/[caseId]/[side]': { any: '1 333 ++++ 3 3' },
  '/queue/[qualificationId]': {
    DRAFT: '1 333 4444 4 4',
    IN_REVIEW: '1 333 *+++ + +',
    'SUBMITTED CHANGES_REQUESTED APPROVED REJECTED': '1 333 ++++ + +',
    ABSENT: '1 333 4444 4 4',
  },
  '/cases/[qualificationId]': {
    DRAFT: '1 333 4444 4 4',
    'SUBMITTED IN_REVIEW CHANGES_REQUESTED APPROVED REJECTED': '1 333 +++* * *',
    ABSENT: '1 333 4444 4 4',
  },

  '/overview': { any: '1 333 333+ + +' },
  '/api/overview/report': { any: '1 333 3333 + +' },
  '/staff/sessions': { any: '1 333 ++++ + +' },
  '/people': { any: '1 333 3333 3 +' },
  '/people/roles': { any: '1 333 3333 3 +' },
  '/people/[userId]': { any: '1 333 3333 3 +' },
  '/messages': { any: '1 333 3333 3 +' },
  '/rules': { any: '1 333 3333 3 +' },
  '/rules/[version]': { any: '1 333 3333 3 +' },
  '/reasons': { any: '1 333 3333 3 +' },
  '/reasons/[version]': { any: '1 333 3333 3 +' },
  '/letters': { any: '1 333 3333 3 +' },
  '/letters/[version]': { any: '1 333 3333 3 +' },
  '/retention': { any: '1 333 3333 + +' },
  '/audit': { any: '1 333 3333 + +' },
  '/reports': { any: '1 333 3333 + +' },
  // Of who asked for it; these are nobody's.
  '/api/exports/[exportId]': { any: '1 444 4444 4 4' },
}

export const PAGES: readonly Row[] = Object.entries(CELLS_OF_PAGES).map(([path, cells]) => ({
  ...{ kind: 'route', name: path, method: 'GET', path, cells },
  ...(path === '/staff/sign-in/step' ? { owing: '+' } : {}),
}))
