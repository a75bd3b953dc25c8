import { expect, test } from 'vitest'
import { added, isLostWithPage, isUnderWay, isUnseen, nextOf, type Upload, uploadsAfter } from './upload'

const file = new File(['x'], '正面.jpg')
const waiting = (one: File, id: string, batch: number) => added(one, id, batch, [])
const states = (uploads: readonly Upload[]) => uploads.map(({ id, state }) => `${id} ${state}`)
const changed = (uploads: readonly Upload[], id: string, state: Upload['state']) =>
  uploadsAfter(uploads, { type: 'changed', id, change: { state } })

test('what was refused before is forgotten once a file that was chosen later is taken', () => {
  let uploads = uploadsAfter([], { type: 'added', uploads: [waiting(file, 'a', 1)] })
  uploads = changed(uploads, 'a', 'failed')
  uploads = uploadsAfter(uploads, { type: 'added', uploads: [waiting(file, 'b', 2)] })
  expect(states(uploads)).toEqual(['a failed', 'b waiting'])
  expect(states(changed(uploads, 'b', 'failed'))).toEqual(['a failed', 'b failed'])
  expect(states(changed(uploads, 'b', 'done'))).toEqual(['b done'])
})

test('of files that were chosen together, one that is taken says nothing of one that is refused', () => {
  const both = [waiting(file, 'a', 1), waiting(file, 'b', 1)]
  const uploads = changed(uploadsAfter([], { type: 'added', uploads: both }), 'a', 'failed')
  expect(states(changed(uploads, 'b', 'done'))).toEqual(['a failed', 'b done'])
})

test('an upload in progress would be lost with the page', () => {
  const unsent = ['looking', 'doubted', 'waiting'] as const
  const sent = ['uploading', 'interrupted', 'checking'] as const
  const settled = ['done', 'failed', 'cancelled'] as const
  const states = [...unsent, ...sent, ...settled]
  const lost = (state: Upload['state']) => isLostWithPage({ ...waiting(file, 'a', 1), state })
  expect(states.filter(lost)).toEqual([...unsent, ...sent])
  expect(states.filter((state) => isUnderWay({ state }))).toEqual(['waiting', ...sent])
})

const looked = (uploads: readonly Upload[], id: string, doubts: Upload['doubts'] = [], one = file) =>
  uploadsAfter(uploads, { type: 'looked', id, file: one, doubts })

test('a picture is sent after it was looked at, and a doubted one when its sender says so', () => {
  let uploads = uploadsAfter([], { type: 'added', uploads: [added(file, 'a', 1, null), added(file, 'b', 1, null)] })
  expect(nextOf(uploads)).toBeUndefined()
  uploads = looked(uploads, 'b')
  expect(states(uploads)).toEqual(['a looking', 'b waiting'])
  expect(nextOf(uploads)).toBeUndefined() // pages have an order
  uploads = looked(uploads, 'a', ['BLURRED'])
  expect(states(uploads)).toEqual(['a doubted', 'b waiting'])
  expect(nextOf(uploads)).toBeUndefined()
  expect(nextOf(changed(uploads, 'a', 'waiting'))).toMatchObject({ id: 'a', doubts: ['BLURRED'] })
  expect(nextOf(uploadsAfter(uploads, { type: 'dismissed', id: 'a' }))?.id).toBe('b')
})

test('a picture that the camera doubted is sent at once with its doubts, as its sender has seen them', () => {
  const uploads = uploadsAfter([], { type: 'added', uploads: [added(file, 'a', 1, ['GLARE'])] })
  expect(nextOf(uploads)).toMatchObject({ id: 'a', doubts: ['GLARE'] })
})

test('what was cancelled while it was looked at stays cancelled', () => {
  let uploads = uploadsAfter([], { type: 'added', uploads: [added(file, 'a', 1, null)] })
  uploads = looked(changed(uploads, 'a', 'cancelled'), 'a', ['GLARE'])
  expect(states(uploads)).toEqual(['a cancelled'])
})

test('a picture that was made smaller is sent instead, and one that was turned while it is doubted', () => {
  const other = new File(['y'], '正面.jpg')
  let uploads = uploadsAfter([], { type: 'added', uploads: [added(file, 'a', 1, null)] })
  uploads = looked(uploads, 'a', ['TOO_DARK'], other)
  expect(uploads[0]?.file).toBe(other)
  const turned = uploadsAfter(uploads, { type: 'turned', id: 'a', file })
  expect(turned[0]?.file).toBe(file)
  const sent = changed(uploads, 'a', 'uploading')
  expect(uploadsAfter(sent, { type: 'turned', id: 'a', file })[0]?.file).toBe(other)
})

test('an accepted file is unseen until the page shows something else of its slot', () => {
  expect(isUnseen({ state: 'done', shownThen: 'a' }, 'a')).toBe(true)
  expect(isUnseen({ state: 'done', shownThen: 'a' }, 'a,b')).toBe(false)
  expect(isUnseen({ state: 'done', shownThen: 'a,b', fileId: 'b' }, 'a,b')).toBe(false) // the same bytes again
  expect(isUnseen({ state: 'checking', shownThen: 'a' }, 'a')).toBe(false)
  expect(isUnseen({ state: 'done' }, '')).toBe(false)
})
