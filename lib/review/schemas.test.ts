import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { foundInAddress, QueueFilters } from './queue/queue-filters'
import { DecideQualificationForm } from './schemas'

const [qualificationId, first, second] = [randomUUID(), randomUUID(), randomUUID()]
const PLACE = { fileId: randomUUID(), page: 0, left: 0.1, top: 0.2, right: 0.4, bottom: 1 }
const placed = (place: object | string) => ({
  ...{ parts: first, [`verdict:${first}`]: 'REFUSED' },
  [`place:${first}`]: typeof place === 'string' ? place : JSON.stringify({ ...PLACE, ...place }),
})

test('a form becomes judgements, and an acceptance ignores the fields of a refusal', () => {
  const sent = {
    qualificationId,
    revision: '2',
    parts: [first, second],
    [`verdict:${first}`]: 'REFUSED',
    [`reasons:${first}`]: ['BLURRED', 'GLARE'],
    [`correction:${first}`]: 'FIELD:person.name',
    [`note:${first}`]: '  左下角  ',
    [`place:${first}`]: JSON.stringify(PLACE),
    [`verdict:${second}`]: 'ACCEPTED',
    [`reasons:${second}`]: 'BLURRED',
    [`note:${second}`]: '写到一半',
    [`place:${second}`]: JSON.stringify(PLACE),
  }
  expect(DecideQualificationForm.parse(sent)).toEqual({
    qualificationId,
    revision: 2,
    parts: [
      {
        partId: first,
        verdict: 'REFUSED',
        reasons: ['BLURRED', 'GLARE'],
        correction: 'FIELD',
        correctionField: 'person.name',
        note: '左下角',
        place: PLACE,
      },
      { partId: second, verdict: 'ACCEPTED', reasons: [], correction: null, correctionField: null, note: null },
    ],
  })
})

test.each([
  ['a part not judged', { parts: first }],
  ['an unknown verdict', { parts: first, [`verdict:${first}`]: 'MAYBE' }],
  ['an unknown reason', { parts: first, [`verdict:${first}`]: 'REFUSED', [`reasons:${first}`]: 'ugly' }],
  [
    'an unknown choice of what to correct',
    { parts: first, [`verdict:${first}`]: 'REFUSED', [`correction:${first}`]: 'SOUL' },
  ],
  ['a place that ends before it starts', placed({ right: 0.1 })],
  ['a place that nobody can see', placed({ right: 0.105 })],
  ['a place beyond the page', placed({ bottom: 1.01 })],
  ['a place before the first page', placed({ page: -1 })],
  ['a place that is no JSON', placed('{')],
  ['a note too long', { parts: first, [`verdict:${first}`]: 'REFUSED', [`note:${first}`]: '长'.repeat(501) }],
])('refuses %s', (_, fields) => {
  expect(DecideQualificationForm.safeParse({ qualificationId, revision: '1', ...fields }).success).toBe(false)
})

test('invalid values in an address are ignored', () => {
  const nonsense = { status: 'LOST', kind: ['INDIVIDUAL'], revision: '9', type: 'x', found: 'a,b', waiting: 'long' }
  expect(QueueFilters.parse(nonsense)).toEqual({ status: 'OPEN' })
})

test('the results of a search are only ids in an address', () => {
  expect(QueueFilters.parse({ found: foundInAddress([first, second]) })).toMatchObject({ found: [first, second] })
  expect(QueueFilters.parse({ found: foundInAddress([]) })).toMatchObject({ found: [] })
})
