import { expect, test } from 'vitest'
import { AUDIT_ACTIONS } from '@/lib/audit/events/all'
import en from '@/lib/core/languages/messages/en/audit.json'
import zh from '@/lib/core/languages/messages/zh-CN/audit.json'

const namesIn = (words: object, prefix = ''): string[] =>
  Object.entries(words).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [prefix + key] : namesIn(value as object, `${prefix}${key}.`),
  )

test.each([
  ['zh-CN', zh],
  ['en', en],
])('%s has a sentence for each event there is, and for no other', (_, { actions }) => {
  expect(namesIn(actions).sort()).toEqual([...AUDIT_ACTIONS].sort())
})
