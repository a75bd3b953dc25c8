import { expect, test } from 'vitest'
import { isUnderWay, type Upload, uploadsAfter, waiting } from './upload'

const file = new File(['x'], '正面.jpg')
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

test('what is under way would be lost with the page', () => {
  const states = ['waiting', 'uploading', 'interrupted', 'checking', 'done', 'failed', 'cancelled'] as const
  expect(states.filter((state) => isUnderWay({ state }))).toEqual(states.slice(0, 4))
})
