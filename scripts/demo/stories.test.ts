import { expect, test } from 'vitest'
import { DAY, HOUR } from '@/lib/core/clock'
import { BUILT_IN_RULEBOOK } from '@/lib/rulebook/built-in'
import { Rulebook } from '@/lib/rulebook/rulebook'
import { storiesAt } from './seed'
import { instantOf } from './timeline'

/** Whenever someone starts it. */
const HOURS = Array.from({ length: 24 }, (_, hour) => new Date(Date.parse('2026-03-01T00:30:00Z') + hour * HOUR))

test.each(HOURS)('run at %s, each story goes forward and ends before now', (now) => {
  for (const { phone, steps } of storiesAt(now)) {
    const times = steps.map(({ at }) => instantOf(at, now).getTime())
    expect([phone, times]).toEqual([phone, [...times].sort((a, b) => a - b)])
    expect(times.every((time) => time < now.getTime() && time > now.getTime() - 61 * DAY)).toBe(true)
  }
})

test('every field of a story is one that the rulebook requires', () => {
  const { kinds } = Rulebook.parse(BUILT_IN_RULEBOOK)
  for (const { profile } of storiesAt(new Date())) {
    const asked = kinds[profile.kind]?.groups.flatMap(({ fields }) => fields.map(({ key }) => key)) ?? []
    expect(Object.keys(profile.fields).filter((key) => !asked.includes(key))).toEqual([])
  }
})
