import { describe, expect, test } from 'vitest'
import { LOCALES } from '@/lib/core/languages/locales'
import { AUDIT_COLUMNS } from './audit-columns'
import { QualificationLine } from './lines'
import { QUALIFICATION_COLUMNS } from './qualification-columns'
import { exportWords } from './words'

describe.each([
  ['audit log', AUDIT_COLUMNS],
  ['qualifications', QUALIFICATION_COLUMNS],
])('the columns of the %s', (_, columns) => {
  test('have keys of their own, and a heading in each language', async () => {
    expect(new Set(columns.map(({ key }) => key)).size).toBe(columns.length)
    for (const locale of LOCALES) {
      const say = await exportWords(locale)
      for (const { header } of columns) expect(say(header), header).not.toBe(header.slice(header.lastIndexOf('.') + 1))
    }
  })
})

test('a table of qualifications contains everything that a line of JSON does', () => {
  expect(QUALIFICATION_COLUMNS.map(({ key }) => key).toSorted()).toEqual(
    Object.keys(QualificationLine.shape).toSorted(),
  )
})
