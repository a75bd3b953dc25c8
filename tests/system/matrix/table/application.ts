import { type ActionRow, APPLICANTS, aboutIt, CLOSED, WRITING, WRITING_ACCEPTED } from './cells'

export const APPLICATION: Record<string, ActionRow> = {
  'app/(applicant)/qualifications/new/actions.ts#begin': {
    cells: { any: APPLICANTS },
    form: () => [['kind', 'INDIVIDUAL']],
    page: '/qualifications/new',
    takesAny: true,
  },
  'app/(applicant)/qualifications/[qualificationId]/actions.ts#withdraw': {
    cells: {
      DRAFT: '1 ++4 4444 4 4',
      'SUBMITTED IN_REVIEW CHANGES_REQUESTED': '1 ++4 3333 3 3',
      'APPROVED REJECTED': '1 994 3333 3 3',
      ABSENT: '1 444 4444 4 4',
    },
    form: aboutIt,
    changes: true,
  },
  // None of these is near its end.
  'app/(applicant)/qualifications/[qualificationId]/actions.ts#renew': {
    cells: { ...WRITING_ACCEPTED, DRAFT: '1 994 4444 4 4' },
    form: aboutIt,
  },
  'app/(applicant)/qualifications/[qualificationId]/check/actions.ts#submit': {
    // Once more is the same submission; what was refused is not handed in as it was.
    cells: { ...WRITING_ACCEPTED, [CLOSED]: '1 ++4 3333 3 3' },
    form: (target) => [
      ...aboutIt(target),
      ['revision', `${target.revision}`],
      ['draftVersion', `${target.draftVersion}`],
    ],
    changes: true,
  },
  'app/(applicant)/qualifications/[qualificationId]/_components/save-answers.ts#saveAnswers': {
    cells: WRITING_ACCEPTED,
    form: (target) => [...aboutIt(target), ['seen', target.seen.fields], ['task', 'use'], ['use.audience', '新顾客']],
    changes: true,
  },
  'app/(applicant)/qualifications/[qualificationId]/signatures/actions.ts#saveLists': {
    cells: WRITING_ACCEPTED,
    form: (target) => [
      ...aboutIt(target),
      ['seen', target.seen.signatures],
      ['signature.id', target.signatureId],
      ['signature.source', 'OWN_NAME'],
      ['signature.text', '小明花店'],
    ],
    changes: true,
  },
  'app/(applicant)/qualifications/[qualificationId]/documents/actions.ts#removePage': {
    cells: WRITING,
    form: (target) => [...aboutIt(target), ['fileId', target.fileId]],
    changes: true,
  },
  'app/(applicant)/qualifications/[qualificationId]/documents/actions.ts#movePage': {
    cells: WRITING,
    form: (target) => [...aboutIt(target), ['fileId', target.fileId], ['direction', 'UP']],
    changes: true,
  },
}
