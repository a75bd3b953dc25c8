import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { letterResults, letterTable, type MeasuredPage, measuredIn } from './letter-figures'

const page = (name: string, outcomes: MeasuredPage['outcomes'], more: Partial<MeasuredPage> = {}): MeasuredPage => ({
  ...{ seed: 'one', engine: 'r3', level: 'phone', name, ms: 10, outcomes },
  ...more,
})
const PAGES = [
  page('0', { registered: true, date: true }),
  page('1', { registered: true, date: false }),
  page('2', { registered: false, date: null }),
  page('0', { registered: true }, { level: 'scan' }),
]

it('what was right, wrong and not read is counted by level, and what was missed has a name', () => {
  const results = letterResults(PAGES, { commit: 'abc', engine: 'r3', seed: 'one' })
  expect(results).toMatchObject({ name: 'letters', commit: 'abc', engine: 'r3', seeds: ['one'] })
  expect(results.levels).toEqual({ scan: 1, phone: 3 })
  expect(results.fields).toEqual([
    { set: 'phone', what: 'registered', right: 2, wrong: 1, notRead: 0, sureAndWrong: 1 },
    { set: 'scan', what: 'registered', right: 1, wrong: 0, notRead: 0, sureAndWrong: 0 },
    { set: 'phone', what: 'date', right: 1, wrong: 1, notRead: 1, sureAndWrong: 1 },
  ])
  expect(results.missed).toEqual([
    { set: 'phone', what: 'registered', pages: ['2'] },
    { set: 'phone', what: 'date', pages: ['1', '2 (not read)'] },
  ])
  expect(letterTable(PAGES)).toContain('| date |  | 33.3 (1 of 3, 1 not read) |  |')
})

it('pages of the same seed and reader are found again, also after half a line', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-letters-'))
  try {
    const file = path.join(folder, 'measured.jsonl')
    expect(measuredIn(file, 'one', 'r3')).toEqual([])
    const others = [page('8', {}, { seed: 'two' }), page('9', {}, { engine: 'r2' })]
    const lines = [...PAGES, ...others].map((one) => JSON.stringify(one)).join('\n')
    writeFileSync(file, `${lines}\n{"seed":"one","eng`)
    expect(measuredIn(file, 'one', 'r3')).toEqual(PAGES)
    expect(measuredIn(file, 'one', 'r3'), 'with the line ended').toEqual(PAGES)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
