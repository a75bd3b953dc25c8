import { expect, test } from 'vitest'
import { DAY, HOUR } from '@/lib/core/clock'
import { Rulebook } from '@/lib/rulebook/rulebook'
import { CN_MAINLAND_2024_10 } from '@/lib/rulebook/versions/cn-mainland-2024-10'
import { storiesAt } from './seed'
import { instantOf } from './timeline'

/** Whenever someone starts it. */
const HOURS = Array.from({ length: 24 }, (_, hour) => new Date(Date.parse('2026-03-01T00:30:00Z') + hour * HOUR))

test.each(HOURS)('told at %s, each story goes forward and ends before now', (now) => {
  for (const { phone, steps } of storiesAt(now)) {
    const times = steps.map(({ at }) => instantOf(at, now).getTime())
    expect([phone, times]).toEqual([phone, [...times].sort((a, b) => a - b)])
    expect(times.every((time) => time < now.getTime() && time > now.getTime() - 61 * DAY)).toBe(true)
  }
})

test('every field that is told is one that the rulebook asks for', () => {
  const { kinds } = Rulebook.parse(CN_MAINLAND_2024_10)
  for (const { profile } of storiesAt(new Date())) {
    const asked = kinds[profile.kind]?.groups.flatMap(({ fields }) => fields.map(({ key }) => key)) ?? []
    expect(Object.keys(profile.fields).filter((key) => !asked.includes(key))).toEqual([])
  }
})

test('the small demo still tells of each kind of applicant and of each act', () => {
  const stories = storiesAt(new Date())
  const actsOf = (some: typeof stories) => new Set(some.flatMap(({ steps }) => steps.map(({ act }) => act)))
  const small = stories.filter(({ isShort }) => isShort)
  expect(actsOf(small)).toEqual(actsOf(stories))
  expect(new Set(small.map(({ profile }) => profile.kind)).size).toBe(2)
})
