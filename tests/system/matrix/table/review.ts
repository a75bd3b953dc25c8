import type { Target } from '../target'
import { type ActionRow, aboutIt, type Cells, KEEPING } from './cells'

const CLAIM: Cells = {
  DRAFT: '1 334 4444 4 4',
  SUBMITTED: '1 334 ++3+ 3 3',
  IN_REVIEW: '1 334 +939 3 3',
  'CHANGES_REQUESTED APPROVED REJECTED': '1 334 9939 3 3',
  ABSENT: '1 444 4444 4 4',
}
/** Only the holder of the claim may do this. */
const HELD: Cells = { ...CLAIM, SUBMITTED: '1 334 9939 3 3' }

const GOVERNING: Cells = {
  DRAFT: '1 334 4444 4 4',
  'SUBMITTED IN_REVIEW CHANGES_REQUESTED REJECTED': '1 334 3333 3 9',
  ABSENT: '1 444 4444 4 4',
}

const governing = (reason: string) => (target: Target) => [...aboutIt(target), ['reason', reason]] as const

export const REVIEW: Record<string, ActionRow> = {
  // It leads to nobody: people who may decide it get the answer that it can't be granted.
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
  'app/(review)/queue/actions.ts#claim': { cells: CLAIM, form: aboutIt, page: '/queue', changes: true },
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
    form: (target) => [...aboutIt(target), ['reason', 'URGENT']],
    page: '/queue',
    changes: true,
  },
  // Nothing was sent: who reviews it gets the answer that it is too late.
  'app/(review)/queue/actions.ts#undo': {
    cells: {
      DRAFT: '1 334 4444 4 4',
      'SUBMITTED IN_REVIEW CHANGES_REQUESTED APPROVED REJECTED': '1 334 9939 3 3',
      ABSENT: '1 444 4444 4 4',
    },
    form: aboutIt,
    page: '/queue',
  },
  'app/(review)/queue/actions.ts#news': { cells: { any: '1 333 ++++ 3 3' }, form: () => [], page: '/queue' },
  // A notice of somebody else is not there for anybody: dismissing it changes nothing.
  'app/(review)/queue/actions.ts#dismiss': {
    cells: { any: '1 333 ++++ 3 3' },
    form: ({ qualificationId }) => [['noticeId', qualificationId]],
    page: '/queue',
  },
  'app/(review)/queue/[qualificationId]/actions.ts#claimAgain': { cells: CLAIM, form: aboutIt, changes: true },
  'app/(review)/queue/[qualificationId]/actions.ts#renew': { cells: HELD, form: aboutIt, changes: true },
  'app/(review)/queue/[qualificationId]/actions.ts#saveDrafts': {
    cells: HELD,
    form: ({ qualificationId, revision }) => [
      ['qualificationId', qualificationId],
      ['revision', `${revision}`],
      ['drafts', '{}'],
    ],
    changes: true,
  },
  'app/(review)/queue/[qualificationId]/actions.ts#savePhrase': {
    cells: { any: '1 333 ++++ 3 3' },
    form: () => [['text', '请在光线好的地方重新拍。']],
    page: '/queue',
  },
  // Theirs is none of those that exist.
  'app/(review)/queue/[qualificationId]/actions.ts#removePhrase': {
    cells: { any: '1 333 4444 3 3' },
    form: ({ userId }) => [['phraseId', userId]],
    page: '/queue',
  },
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
  'app/(review)/cases/[qualificationId]/actions.ts#recordFiling': {
    cells: {
      'DRAFT CHANGES_REQUESTED ABSENT': '1 444 4444 4 4', // the newest revision's signature isn't submitted
      'SUBMITTED IN_REVIEW REJECTED': '1 334 3339 3 9',
      APPROVED: '1 334 333+ 3 +',
    },
    form: ({ signatureId }) => [
      ['senderSignatureId', signatureId],
      ['carrier', 'CUCC'],
      ['from', 'NOT_FILED'],
      ['state', 'FILED'],
      ['filedOn', '2026-01-05'],
    ],
    changes: true,
  },
  // Only of the approved one was anything filed.
  'app/(review)/cases/[qualificationId]/actions.ts#requestMaterial': {
    cells: {
      'DRAFT CHANGES_REQUESTED ABSENT': '1 444 4444 4 4',
      'SUBMITTED IN_REVIEW REJECTED': '1 334 3339 3 9',
      APPROVED: '1 334 333+ 3 +',
    },
    form: ({ signatureId }) => [
      ['filing', `${signatureId} CMCC`],
      ['kind', 'SUPPORTING'],
      ['note', '请提供门店照片'],
    ],
    changes: true,
  },
  // Only of the approved one was anything requested.
  'app/(review)/cases/[qualificationId]/actions.ts#closeMaterial': {
    cells: {
      'DRAFT SUBMITTED IN_REVIEW CHANGES_REQUESTED REJECTED ABSENT': '1 444 4444 4 4',
      APPROVED: '1 334 ++3+ 3 3',
    },
    form: ({ supplementId, answerId }) => [
      ['supplementId', supplementId],
      ['seen', answerId],
      ['outcome', 'ACCEPTED'],
    ],
    changes: true,
  },
  'app/(review)/cases/[qualificationId]/actions.ts#exportFile': {
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
  'app/(review)/queue/actions.ts#claimNextQualification': {
    cells: { any: '1 333 ++++ 3 3' },
    form: () => [],
    page: '/queue',
    takesAny: true,
  },
}
