import type { Target } from '../targets'
import { type ActionRow, aboutIt, type Cells, KEEPING } from './cells'

const CLAIM: Cells = {
  DRAFT: '1 334 4444 4 4',
  SUBMITTED: '1 334 ++3+ 3 3',
  IN_REVIEW: '1 334 +939 3 3',
  'CHANGES_REQUESTED APPROVED REJECTED': '1 334 9939 3 3',
  ABSENT: '1 444 4444 4 4',
}
/** What only the holder does. */
const HELD: Cells = { ...CLAIM, SUBMITTED: '1 334 9939 3 3' }

const GOVERNING: Cells = {
  DRAFT: '1 334 4444 4 4',
  'SUBMITTED IN_REVIEW CHANGES_REQUESTED REJECTED': '1 334 3333 3 9',
  ABSENT: '1 444 4444 4 4',
}

const governing = (reason: string) => (target: Target) => [...aboutIt(target), ['reason', reason]] as const

export const REVIEW: Record<string, ActionRow> = {
  // It leads to nobody: who may decide it is told that it can't be granted.
  'app/(review)/access-cases/[caseId]/actions.ts#decide': {
    cells: { any: '1 333 9999 3 3' },
    form: ({ caseOfNobodyId }) => [
      ['caseId', caseOfNobodyId],
      ['decision', 'GRANT'],
    ],
    page: '/access-cases/[caseId]',
  },
  'app/(review)/access-cases/[caseId]/actions.ts#revealNumbers': {
    cells: { any: '1 333 ++++ 3 3' },
    form: ({ caseId }) => [['caseId', caseId]],
    page: '/access-cases/[caseId]',
  },
  'app/(review)/queue/actions.ts#take': { cells: CLAIM, form: aboutIt, page: '/queue', changes: true },
  'app/search.ts#search': { cells: { any: '1 333 ++++ + +' }, form: () => [['text', '王小明']], page: '/queue' },
  'app/(review)/queue/actions.ts#setUrgent': {
    cells: {
      DRAFT: '1 334 4444 4 4',
      'SUBMITTED IN_REVIEW': '1 334 333+ 3 3',
      'CHANGES_REQUESTED APPROVED REJECTED': '1 334 3339 3 3',
      ABSENT: '1 444 4444 4 4',
    },
    form: (target) => [...aboutIt(target), ['isUrgent', 'true']],
    page: '/queue',
    changes: true,
  },
  'app/(review)/queue/actions.ts#release': {
    cells: { ...HELD, IN_REVIEW: '1 334 +93+ 3 3' },
    form: aboutIt,
    page: '/queue',
    changes: true,
  },
  'app/(review)/queue/[qualificationId]/actions.ts#claimAgain': { cells: CLAIM, form: aboutIt, changes: true },
  'app/(review)/queue/[qualificationId]/actions.ts#renew': { cells: HELD, form: aboutIt, changes: true },
  'app/(review)/queue/[qualificationId]/actions.ts#decide': {
    cells: HELD,
    form: ({ qualificationId, revision, partIds }) => [
      ['qualificationId', qualificationId],
      ['revision', `${revision}`],
      ...partIds.flatMap((id) => [['parts', id] as const, [`verdict:${id}`, 'ACCEPTED'] as const]),
    ],
    changes: true,
  },
  'app/(review)/cases/[qualificationId]/actions.ts#suspend': {
    cells: { ...GOVERNING, APPROVED: '1 334 3333 3 +' },
    form: governing('COMPLAINTS'),
    changes: true,
  },
  'app/(review)/cases/[qualificationId]/actions.ts#resume': {
    cells: { ...GOVERNING, APPROVED: '1 334 3333 3 9' },
    form: governing('RESOLVED'),
    changes: true,
  },
  'app/(review)/cases/[qualificationId]/actions.ts#revoke': {
    cells: { ...GOVERNING, APPROVED: '1 334 3333 3 +' },
    form: governing('SUSPECTED_FRAUD'),
    changes: true,
  },
  'app/(review)/cases/[qualificationId]/actions.ts#file': {
    cells: {
      'DRAFT CHANGES_REQUESTED ABSENT': '1 444 4444 4 4', // the newest revision's signature isn't handed in
      'SUBMITTED IN_REVIEW REJECTED': '1 334 3339 3 9',
      APPROVED: '1 334 333+ 3 +',
    },
    form: ({ signatureId }) => [
      ['senderSignatureId', signatureId],
      ['carrier', 'CMCC'],
      ['from', 'NOT_FILED'],
      ['state', 'FILED'],
      ['filedOn', '2026-01-05'],
    ],
    changes: true,
  },
  'app/(review)/cases/[qualificationId]/actions.ts#takeOut': {
    cells: {
      DRAFT: '1 334 4444 4 4',
      ABSENT: '1 444 4444 4 4',
      'SUBMITTED IN_REVIEW CHANGES_REQUESTED APPROVED REJECTED': '1 334 3333 3 +',
    },
    form: (target) => [...aboutIt(target), ['fileId', target.fileId], ['reason', 'INSPECTION']],
  },
  'app/(review)/cases/[qualificationId]/actions.ts#makeDossier': {
    cells: {
      'DRAFT ABSENT': '1 444 4444 4 4',
      'SUBMITTED IN_REVIEW CHANGES_REQUESTED APPROVED REJECTED': '1 334 3333 + +',
    },
    form: (target) => [...aboutIt(target), ['locale', 'en'], ['content', 'MASKED']],
  },
  'app/(review)/cases/[qualificationId]/actions.ts#revealDeclared': {
    cells: {
      'DRAFT ABSENT': '1 444 4444 4 4',
      'SUBMITTED IN_REVIEW CHANGES_REQUESTED APPROVED REJECTED': '1 334 333+ + +',
    },
    form: (target) => [...aboutIt(target), ['reason', 'DISPUTE']],
  },
  'app/(review)/cases/[qualificationId]/actions.ts#placeHold': {
    cells: {
      DRAFT: '1 334 4444 4 4',
      ABSENT: '1 444 4444 4 4',
      'SUBMITTED IN_REVIEW CHANGES_REQUESTED APPROVED REJECTED': '1 334 3333 3 +',
    },
    form: (target) => [...aboutIt(target), ['covers', 'QUALIFICATION'], ['holdReason', 'DISPUTE']],
    changes: true,
  },
  'app/(review)/cases/[qualificationId]/actions.ts#liftHold': {
    cells: KEEPING,
    form: ({ holdId }) => [['holdId', holdId]],
    page: '/queue',
    changes: true,
  },
  'app/(review)/queue/actions.ts#takeNext': {
    cells: { any: '1 333 ++++ 3 3' },
    form: () => [],
    page: '/queue',
    takesAny: true,
  },
}
