import { type ActionRow, ANYONE, APPLICANTS, aboutIt, CLOSED, PHONES, WRITING, WRITING_ACCEPTED } from './cells'

export const APPLICATION: Record<string, ActionRow> = {
  'app/(applicant)/qualifications/new/actions.ts#startQualification': {
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
  // None of these is about to expire.
  'app/(applicant)/qualifications/[qualificationId]/actions.ts#renew': {
    cells: { ...WRITING_ACCEPTED, DRAFT: '1 994 4444 4 4' },
    form: aboutIt,
  },
  'app/(applicant)/qualifications/[qualificationId]/check/actions.ts#submit': {
    // Submitting again is the same submission; a refused one can't be submitted unchanged.
    cells: { ...WRITING_ACCEPTED, [CLOSED]: '1 ++4 3333 3 3' },
    form: (target) => [
      ...aboutIt(target),
      ['revision', `${target.revision}`],
      ['draftVersion', `${target.draftVersion}`],
      ['shown', target.seen.findings],
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
  'app/(applicant)/qualifications/[qualificationId]/documents/actions.ts#moveThere': {
    cells: WRITING_ACCEPTED,
    form: (target) => [...aboutIt(target), ['fileId', target.fileId], ['kind', 'COMMITMENT_LETTER']],
    changes: true,
    needsPicture: true,
  },
  'app/(applicant)/qualifications/[qualificationId]/documents/actions.ts#showPhoneCode': {
    cells: WRITING,
    form: aboutIt,
    changes: true,
  },
  'app/(applicant)/qualifications/[qualificationId]/documents/actions.ts#endPhone': {
    cells: WRITING,
    form: aboutIt,
    changes: true,
  },
  'app/(applicant)/qualifications/[qualificationId]/letter/actions.ts#forwardLetter': {
    cells: WRITING_ACCEPTED,
    form: (target) => [...aboutIt(target), ['letter', 'COMMITMENT_LETTER']],
    changes: true,
  },
  'app/(applicant)/qualifications/[qualificationId]/letter/actions.ts#revokeLetterLink': {
    cells: WRITING,
    form: (target) => [...aboutIt(target), ['letter', 'COMMITMENT_LETTER']],
    changes: true,
  },
  // The file of the target came through no link: there is nothing to confirm.
  'app/(applicant)/qualifications/[qualificationId]/letter/actions.ts#confirmForwarded': {
    cells: WRITING,
    form: (target) => [...aboutIt(target), ['fileId', target.fileId]],
    changes: true,
  },
  'app/(applicant)/qualifications/[qualificationId]/letter/actions.ts#replaceNext': {
    cells: WRITING,
    form: (target) => [...aboutIt(target), ['fileId', target.fileId], ['isToReplace', 'yes']],
    changes: true,
  },
  'app/(phone)/forwarded/[token]/actions.ts#openLink': {
    cells: { any: ANYONE },
    form: () => [
      ['token', 'nothing'],
      ['code', '123456'],
    ],
    page: '/forwarded/nothing',
  },
  'app/(phone)/phone/[token]/actions.ts#bind': {
    cells: { any: ANYONE },
    form: () => [['token', 'nothing']],
    page: '/phone/nothing',
  },
  // The file of the target is the owner's, and none that the phone sent.
  'app/(phone)/phone/actions.ts#removePicture': {
    cells: PHONES,
    form: ({ fileId }) => [['fileId', fileId]],
    page: '/phone',
    phone: '4',
    forwarded: '4',
  },
  'app/(phone)/phone/actions.ts#finish': {
    cells: PHONES,
    form: () => [],
    page: '/phone',
    phone: '+',
    forwarded: '+',
    takesAny: true, // also the phone that others are about
  },
}
