import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { readCursor, writeCursor } from './cursor'
import { foundInAddress, QueueFilters } from './queue-filters'
import { DecideQualificationForm } from './schemas'

const [qualificationId, first, second] = [randomUUID(), randomUUID(), randomUUID()]

test('a form becomes judgements, and an acceptance takes nothing of a refusal along', () => {
  const sent = {
    qualificationId,
    revision: '2',
    parts: [first, second],
    [`verdict:${first}`]: 'REFUSED',
    [`reasons:${first}`]: ['BLURRED', 'GLARE'],
    [`mend:${first}`]: 'FIELD:person.name',
    [`note:${first}`]: '  左下角  ',
    [`verdict:${second}`]: 'ACCEPTED',
    [`reasons:${second}`]: 'BLURRED',
    [`note:${second}`]: '写到一半',
  }
  expect(DecideQualificationForm.parse(sent)).toEqual({
    qualificationId,
    revision: 2,
    parts: [
      {
        partId: first,
        verdict: 'REFUSED',
        reasons: ['BLURRED', 'GLARE'],
        mend: 'FIELD',
        mendField: 'person.name',
        note: '左下角',
      },
      { partId: second, verdict: 'ACCEPTED', reasons: [], mend: null, mendField: null, note: null },
    ],
  })
})

test.each([
  ['a part not judged', { parts: first }],
  ['an unknown verdict', { parts: first, [`verdict:${first}`]: 'MAYBE' }],
  ['an unknown reason', { parts: first, [`verdict:${first}`]: 'REFUSED', [`reasons:${first}`]: 'ugly' }],
  ['an unknown choice of what to mend', { parts: first, [`verdict:${first}`]: 'REFUSED', [`mend:${first}`]: 'SOUL' }],
  ['a note too long', { parts: first, [`verdict:${first}`]: 'REFUSED', [`note:${first}`]: '长'.repeat(501) }],
])('refuses %s', (_, fields) => {
  expect(DecideQualificationForm.safeParse({ qualificationId, revision: '1', ...fields }).success).toBe(false)
})

test('nonsense in an address is as if it were not there', () => {
  const nonsense = { status: 'LOST', kind: ['INDIVIDUAL'], revision: '9', type: 'x', found: 'a,b', waiting: 'long' }
  expect(QueueFilters.parse(nonsense)).toEqual({ status: 'OPEN' })
  expect(readCursor('1.2.3')).toBeNull()
  expect(readCursor(`x.${first}`)).toBeNull()
  expect(readCursor(undefined)).toBeNull()
  const cursor = { at: new Date(1_700_000_000_123), id: first }
  expect(readCursor(writeCursor(cursor))).toEqual(cursor)
})

test('what was found stands in an address as ids alone', () => {
  expect(QueueFilters.parse({ found: foundInAddress([first, second]) })).toMatchObject({ found: [first, second] })
  expect(QueueFilters.parse({ found: foundInAddress([]) })).toMatchObject({ found: [] })
})
