import { createTranslator } from 'next-intl'
import { expect, test } from 'vitest'
import { LOCALES } from '@/lib/core/languages/locales'
import { messagesOf } from '@/lib/core/languages/messages'
import { REASON_MAX } from '@/lib/filings/lifecycle'
import { REQUEST_NOTE_MAX } from '@/lib/privacy/erasure/decision-reasons'
import { HOLD_NOTE_MAX } from '@/lib/privacy/holds/legal-holds'
import { STANDING_NOTE_MAX } from '@/lib/qualifications/standing/standing'
import { NOTE_MAX } from '@/lib/review/decisions/correctable'

const LIMITS = [
  ['standing.problems.TOO_LONG', STANDING_NOTE_MAX],
  ['filings.problems.TOO_LONG', REASON_MAX],
  ['review.problems.NOTE_TOO_LONG', NOTE_MAX],
  ['retention.requests.problems.TOO_LONG', REQUEST_NOTE_MAX],
  ['retention.holds.problems.TOO_LONG', HOLD_NOTE_MAX],
] as const

test.each(LOCALES)('a refusal of a note says how long it may be, in %s', async (locale) => {
  const messages = (await messagesOf(locale)) as Record<string, unknown>
  const say = createTranslator<Record<string, unknown>>({ locale, messages }) as unknown as (key: string) => string
  for (const [key, most] of LIMITS) expect(say(key)).toContain(` ${most} `)
})
