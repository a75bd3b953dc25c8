import { describe, expect, test } from 'vitest'
import { type PublishedTexts, requiredText } from './required-text'

const at = (text: string) => new Date(`${text}+08:00`)
const published = (version: string, day: string, requiredFrom: string | null): PublishedTexts => ({
  ...{ version, publishedAt: at(`${day}T12:00`), requiredFrom },
})
const FIRST = 'built in'
const SECOND = published('second', '2026-12-05', '2026-12-10')

const found = (texts: readonly PublishedTexts[], now: string, version = FIRST, openedAt = '2026-12-01T09:00') =>
  requiredText(texts, { version, openedAt: at(openedAt), now: at(now) })

describe('the text of an open draft', () => {
  test('stays until the day in Shanghai, and moves with its first moment', () => {
    expect(found([SECOND], '2026-12-09T23:59:59')).toEqual({ version: FIRST, moved: null, until: '2026-12-10' })
    const moved = { since: '2026-12-10', at: at('2026-12-10T00:00') }
    expect(found([SECOND], '2026-12-10T00:00')).toEqual({ version: 'second', moved, until: null })
    expect(found([SECOND], '2027-02-01T00:00')).toEqual({ version: 'second', moved, until: null })
  })

  test('moves at the publication, when that is on the day', () => {
    const atOnce = published('second', '2026-12-05', '2026-12-05')
    expect(found([atOnce], '2026-12-05T11:59').moved).toBeNull()
    expect(found([atOnce], '2026-12-05T12:00').moved).toEqual({ since: '2026-12-05', at: at('2026-12-05T12:00') })
  })

  test('stays where no later version names a day, and in the newest', () => {
    const none = { version: FIRST, moved: null, until: null }
    expect(found([], '2030-01-01T00:00')).toEqual(none)
    expect(found([published('second', '2026-12-05', null)], '2030-01-01T00:00')).toEqual(none)
    expect(found([SECOND], '2030-01-01T00:00', 'second')).toEqual({ ...none, version: 'second' })
  })

  test('moves to the text that is the newest on that day, and a later one waits for its own day', () => {
    const third = published('third', '2026-12-13', '2026-12-20')
    const now = '2026-12-15T00:00'
    expect(found([SECOND, third], now)).toMatchObject({ version: 'second', until: '2026-12-20' })
    expect(found([SECOND, third], '2026-12-20T00:00')).toMatchObject({
      version: 'third',
      moved: { since: '2026-12-20' },
    })
    expect(found([SECOND, published('third', '2026-12-08', '2026-12-20')], now)).toMatchObject({ version: 'third' })
    // The earlier day of two counts, whichever version names it.
    const sooner = published('third', '2026-12-06', '2026-12-07')
    expect(found([SECOND, sooner], '2026-12-08T00:00')).toMatchObject({
      version: 'third',
      moved: { since: '2026-12-07' },
    })
  })

  test('moves when it is opened again, to the newest of that time', () => {
    const third = published('third', '2026-12-13', '2026-12-20')
    const reopened = found([SECOND, third], '2026-12-16T00:00', FIRST, '2026-12-15T08:00')
    const moved = { since: '2026-12-10', at: at('2026-12-15T08:00') }
    expect(reopened).toEqual({ version: 'third', moved, until: null })
  })
})
