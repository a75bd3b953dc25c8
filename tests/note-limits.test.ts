import { expect, test } from 'vitest'
import { LOCALES } from '@/lib/core/languages/locales'
import { messagesOf } from '@/lib/core/languages/messages'
import { REASON_MAX } from '@/lib/filings/lifecycle'
import { REQUEST_NOTE_MAX } from '@/lib/privacy/erasure/decision-reasons'
import { HOLD_NOTE_MAX } from '@/lib/privacy/holds/legal-holds'
import { STANDING_NOTE_MAX } from '@/lib/qualifications/standing/standing'
import { NOTE_MAX } from '@/lib/review/decisions/correctable'

test.each(LOCALES)('a refusal of a note says how long it may be, in %s', async (locale) => {
  const { standing, filings, review, retention } = await messagesOf(locale)
  const limits: [string, number][] = [
    [standing.problems.TOO_LONG, STANDING_NOTE_MAX],
    [filings.problems.TOO_LONG, REASON_MAX],
    [review.problems.NOTE_TOO_LONG, NOTE_MAX],
    [retention.requests.problems.TOO_LONG, REQUEST_NOTE_MAX],
    [retention.holds.problems.TOO_LONG, HOLD_NOTE_MAX],
  ]
  for (const [sentence, most] of limits) expect(sentence).toContain(` ${most} `)
})
