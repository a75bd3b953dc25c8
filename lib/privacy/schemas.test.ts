import { expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { DecideErasureRequestInput } from './schemas'

const problemsOf = (note: string) =>
  DecideErasureRequestInput.safeParse({
    requestId: newId(),
    decision: 'REFUSE',
    reason: 'NEEDED_AS_EVIDENCE',
    note,
  }).error?.issues.map(({ path, message }) => [path[0], message])

test('the note of a decision, which the applicant reads, contains no number of a person', () => {
  expect(problemsOf('争议处理完毕后可再次申请')).toBeUndefined()
  expect(problemsOf('请联系 138 0013 8000')).toEqual([['note', 'NOTE_WITH_NUMBER']])
  expect(problemsOf('投诉人证件 11010519900307031X')).toEqual([['note', 'NOTE_WITH_NUMBER']])
})
