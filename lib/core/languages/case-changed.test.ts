import { createTranslator } from 'use-intl/core'
import { expect, test } from 'vitest'
import { HOME_ZONE } from '../clock'
import { FORMATS } from './formats'
import { LOCALES, type Locale } from './locales'
import { messagesOf } from './messages'

async function sayIn(locale: Locale) {
  const messages = (await messagesOf(locale, ['errors'])) as unknown as Record<string, string>
  const onError = (error: Error) => {
    throw error
  }
  const of = { locale, messages, formats: FORMATS, timeZone: HOME_ZONE, onError }
  const say = createTranslator<Record<string, string>>(of)
  return (params: Record<string, string | number>) => say<string>('errors.CASE_CHANGED', params)
}

const at = Date.parse('2026-11-28T02:42:00Z')
const DONE = ['SUSPENDED', 'RESUMED', 'REVOKED', 'FILING']
const MATERIAL = ['MATERIAL_REQUESTED', 'MATERIAL_ACCEPTED', 'MATERIAL_REFUSED', 'MATERIAL_WITHDRAWN']
const [FILED, EFFECTIVE] = [Date.parse('2026-11-19T16:00:00Z'), Date.parse('2026-11-26T16:00:00Z')] // midnight in Beijing
const FILING = { state: 'EFFECTIVE', number: '1069', filedOn: FILED, effectiveOn: EFFECTIVE }
const BARE = { state: 'NOT_FILED', number: 'NONE', filedOn: 'NONE', effectiveOn: 'NONE' }

test.each(LOCALES)(
  'what staff were too late for is a sentence with who and when, or with nobody: %s',
  async (locale) => {
    const say = await sayIn(locale)
    const sentences = [...DONE, ...MATERIAL].flatMap((now) => {
      const named = say({ now, by: 'NAMED', name: '周岚', at, ...FILING })
      const unnamed = say({ now, by: 'NOBODY_NAMED', name: '', at, ...FILING })
      expect(named).toMatch(/周岚.*2026.*10:42/)
      expect(unnamed).toMatch(/2026.*10:42/)
      return [named, unnamed]
    })
    sentences.push(say({ now: 'EXPIRED', by: 'NOBODY_NAMED', name: '', at }))
    expect(sentences.at(-1)).toMatch(/2026.*10:42/)
    sentences.push(...[0, 1, 2].map((files) => say({ now: 'MATERIAL_UPLOADED', files })))
    expect(sentences.at(-1)).toContain('2')
    const others = say({ now: 'CLOSED', by: 'NOBODY_NAMED', name: '', at: '' })
    expect(sentences).not.toContain(others)
    expect(new Set(sentences).size).toBe(sentences.length)
  },
)

test.each(LOCALES)('a filing is what it is now, without what it lacks: %s', async (locale) => {
  const say = await sayIn(locale)
  const by = { now: 'FILING', by: 'NAMED', name: '周岚', at }
  const days = locale === 'en' ? /1069.*Nov 20, 2026.*Nov 27, 2026/ : /1069.*2026年11月20日.*2026年11月27日/
  expect(say({ ...by, ...FILING })).toMatch(days)
  const bare = say({ ...by, ...BARE })
  expect(bare).toContain(locale === 'en' ? 'Not filed.' : '未报备。')
  expect(bare).not.toMatch(/NONE|access number|接入号码/)
})
