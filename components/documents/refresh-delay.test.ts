import { expect, test } from 'vitest'
import type { Heard } from './file-events'
import { delayAfter, fileIn, SOON_MS } from './refresh-delay'

const OWN = 'qualification'
const file = (state: NonNullable<Heard['state']>, fileId = 'file'): Heard => ({ qualificationId: OWN, fileId, state })
const delays = (heard: Heard[], sentHere: string[] = []) => heard.map((one) => delayAfter(one, OWN, new Set(sentHere)))

test('a file that is ready or refused is shown at once, wherever it came from', () => {
  expect(delays([file('READY'), file('REFUSED')])).toEqual([0, 0])
  expect(delays([file('READY'), file('REFUSED')], ['file'])).toEqual([0, 0])
})

test('a file that was received is shown soon, and not for the event by the page that sent it', () => {
  expect(SOON_MS).toBeLessThan(1_000)
  expect(delays([file('RECEIVED')])).toEqual([SOON_MS])
  expect(delays([file('RECEIVED'), file('RECEIVED', 'other')], ['file'])).toEqual([null, SOON_MS])
})

test('what is shown next to files is shown at once, as that a phone was connected', () => {
  expect(delays([{ qualificationId: OWN }])).toEqual([0])
})

test('the page looks again where an event may have been missed', () => {
  expect(delays([{}], ['file'])).toEqual([SOON_MS])
})

test('what happens to another qualification changes nothing on the page', () => {
  const others: Heard[] = [{ ...file('READY'), qualificationId: 'other' }, { qualificationId: 'other' }]
  expect(delays(others)).toEqual([null, null])
})

test('an answer names its file; one without a file, or of a proxy, names none', () => {
  const answered = (body: string) => fileIn({ getBody: () => body })
  expect(answered('{"files":[{"fileId":"file","state":"RECEIVED"}]}')).toBe('file')
  expect(['', '{}', '{"files":[]}', 'null', '<h1>502 Bad Gateway</h1>'].map(answered)).toEqual(Array(5).fill(null))
})
