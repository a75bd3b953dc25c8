import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { aReading } from '@/tests/factories/readings'
import { fieldCountsOf, fieldMissesOf, fieldTableOf } from './field-counts'
import { findingsOf } from './findings'
import { measuredOf, type Truth } from './measured'
import { openMeasured, pictureName } from './measured-file'
import { resultsOf } from './results'

const TRUTH: Truth = {
  ...{ file: 'a.jpg', level: 'phone', seed: 'one', kind: 'RESIDENT_ID', side: 'PORTRAIT', turned: 0 },
  ...{ spoiled: null, rare: false, fields: { name: '王小明', birthDate: '1990-01-01', sex: '男' } },
}

type Given = Parameters<typeof aReading>[0]
function pair(given: Given, truth: Partial<Truth> = {}) {
  const reading = aReading(given)
  const known = { ...TRUTH, ...truth }
  return {
    truth: known,
    measured: measuredOf(known, { ...reading, findings: findingsOf(reading, 'ID_PORTRAIT'), ms: 5 }),
  }
}

const PAIRS = [
  pair({ fields: { name: '王小明', birthDate: '1990-01-01' } }),
  pair({ fields: { name: '王小月', birthDate: '1990-01-07' }, confidence: 0.89 }, { file: 'b.jpg' }),
  pair({ fields: { name: '王小月', sex: '女' } }, { file: 'c.jpg' }),
  pair({ fields: { name: '王小月' }, quality: { glare: true } }, { file: 'd.jpg' }),
  pair({ fields: { name: '李' } }, { file: 'e.jpg', spoiled: 'blur' }),
]

it('each field is right, wrong or not read, and what would have been said though wrong is counted', () => {
  expect(fieldCountsOf(PAIRS)).toEqual([
    { set: 'phone', field: 'name', right: 1, wrong: 3, notRead: 0, sureAndWrong: 1 },
    { set: 'phone', field: 'birthDate', right: 1, wrong: 1, notRead: 2, sureAndWrong: 0 },
    { set: 'phone', field: 'sex', right: 0, wrong: 1, notRead: 3, sureAndWrong: 1 },
  ])
  expect(fieldTableOf(fieldCountsOf(PAIRS))[1]).toMatch(/^phone +name +1 +3 +0 +1$/)
  expect(fieldMissesOf(PAIRS)).toContainEqual({ file: 'c.jpg', field: 'name', how: 'sure and wrong' })
  expect(fieldMissesOf(PAIRS)).toContainEqual({ file: 'd.jpg', field: 'name', how: 'wrong' })
  expect(fieldMissesOf(PAIRS)).toContainEqual({ file: 'a.jpg', field: 'sex', how: 'not read' })
})

it('results say what was measured, and name what was missed without a value', () => {
  const results = resultsOf({ commit: 'abc', engine: 'PP-OCRv4 r3', pairs: PAIRS, refused: ['f.jpg'] })
  expect(results).toMatchObject({
    ...{ name: 'checks', commit: 'abc', engine: 'PP-OCRv4 r3', seeds: ['one'], refused: ['f.jpg'] },
    ...{ levels: { phone: 4 }, spoiled: { blur: 1 } },
  })
  expect(results.scores).toContainEqual(
    expect.objectContaining({ set: 'phone', measure: 'name', right: 1, of: 4, met: false }),
  )
  expect(results.missed.pictures).toContainEqual({ set: 'spoiled', measure: 'caught: blur', miss: 'e.jpg ' })
  expect(JSON.stringify(results)).not.toMatch(/王|1990/)
})

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-measured-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('what was measured is found again by a later run, also after half a line, and never a value of it', () => {
  const file = path.join(folder, 'measured.jsonl')
  const { measured } = pair({ fields: { name: '王小月' } })
  const [first, second] = ['a', 'b'].map((text) => pictureName('{}', Buffer.from(text))) as [string, string]
  openMeasured(file, measured.engine).store(first, measured)
  appendFileSync(file, '{"of":"half')
  const again = openMeasured(file, measured.engine)
  expect(again.known(first)).toEqual(measured)
  expect(again.known(second)).toBeUndefined()
  again.store(second, { ...measured, file: 'b.jpg' })
  const third = openMeasured(file, measured.engine)
  expect([third.known(first)?.file, third.known(second)?.file]).toEqual(['a.jpg', 'b.jpg'])
  expect(readFileSync(file, 'utf8')).not.toMatch(/王/)
})

it('what another reader measured, another picture or another truth, is measured again', () => {
  const file = path.join(folder, 'measured.jsonl')
  const { measured } = pair({})
  const name = pictureName('{"a":1}', Buffer.from('picture'))
  openMeasured(file, 'PP-OCRv4 r2').store(name, { ...measured, engine: 'PP-OCRv4 r2' })
  expect(openMeasured(file, 'PP-OCRv4 r3').known(name)).toBeUndefined()
  expect(openMeasured(file, 'PP-OCRv4 r2').known(name)).toBeDefined()
  expect(pictureName('{"a":2}', Buffer.from('picture'))).not.toBe(name)
  expect(pictureName('{"a":1}', Buffer.from('another'))).not.toBe(name)
  writeFileSync(file, 'no JSON\n{}\n')
  expect(openMeasured(file, 'PP-OCRv4 r3').known(name)).toBeUndefined()
})
