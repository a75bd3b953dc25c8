import { readFileSync } from 'node:fs'
import { PASSWORD } from '@/tests/factories/people'
import { IDENTITY } from '@/tests/factories/qualifications'
import { PORTAL_LOG, personalValues } from '../support/records'
import { expect, test } from '../support/test'

/** The factories write these personal texts. */
const WRITTEN = [IDENTITY['person.name'], IDENTITY['person.idNumber'], '小明书屋', '红楼梦', PASSWORD]

test('the output of the portals contains no personal text that was typed', () => {
  const said = readFileSync(PORTAL_LOG, 'utf8')
  const typed = personalValues()
  expect(said).toContain('"level":50') // failures have been logged by then, too
  expect(typed.length).toBeGreaterThan(20)

  const asItMayStand = (value: string) => [value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)]
  const leaked = [...typed, ...WRITTEN].filter((value) => asItMayStand(value).some((form) => said.includes(form)))
  expect(leaked).toEqual([])
})
