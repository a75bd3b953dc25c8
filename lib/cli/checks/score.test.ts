import { expect, it } from 'vitest'
import { measuredOf, type Truth } from './measured'
import type { FoundReading } from './read-file'
import { scoresOf, tableOf } from './score'

const RECTANGLE = { x: 0, y: 0, width: 1, height: 1 }
const GOOD = { blur: false, dark: false, glare: false, cropped: false, copy: false }

function pair(truth: Partial<Truth>, reading: Partial<FoundReading>, values: Record<string, string> = {}) {
  const fields = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, { value, confidence: 1, rectangle: RECTANGLE }]),
  )
  const known: Truth = {
    ...{ file: 'a.jpg', level: 'scan', kind: 'RESIDENT_ID', side: 'PORTRAIT', turned: 0, spoiled: null, rare: false },
    ...{ fields: {}, ...truth },
  }
  const read = {
    ...{ kind: 'RESIDENT_ID', side: 'PORTRAIT', turned: 0, quality: GOOD, faces: null, findings: [], ms: 1, fields },
    ...reading,
  } as FoundReading & { ms: number }
  return { truth: known, measured: measuredOf(known, read) }
}
const shown = (pairs: Parameters<typeof scoresOf>[0]) =>
  Object.fromEntries(scoresOf(pairs).map(({ set, measure, right, of }) => [`${set} ${measure}`, `${right}/${of}`]))

it('fields are compared by what is true of them, rare names apart, brackets of any width alike', () => {
  const scores = shown([
    pair({ fields: { name: '甲（乙）', code: 'A' } }, {}, { name: '甲(乙)', code: 'A' }),
    pair({ fields: { name: '王翀', code: 'B' }, rare: true }, {}, { name: '王', code: 'C' }),
  ])
  expect(scores).toMatchObject({ 'scan name': '1/1', 'scan rare name': '0/1', 'scan number': '1/2' })
})

it('a spoiled picture is caught by its own finding, and a good one is not to be warned of', () => {
  const scores = shown([
    pair({ spoiled: 'blur' }, { findings: ['BLURRED'] }),
    pair({ spoiled: 'blur' }, { findings: ['TOO_DARK'] }),
    pair({}, { findings: ['GLARE'] }),
    pair({}, { findings: ['CODE_CHECK'] }),
    pair({ kind: 'NONE', side: null }, { kind: 'NONE', side: null, findings: ['NOTHING_READ'] }),
  ])
  expect(scores).toMatchObject({ 'spoiled caught: blur': '1/2', 'all no false warning': '2/3' })
})

it('a blurred picture is caught where its applicant is warned, and one upside down where the portal turns it', () => {
  const scores = shown([
    pair({ spoiled: 'blur' }, { findings: ['WRONG_DOCUMENT'] }),
    pair({ spoiled: 'blur', kind: 'LICENCE', side: null }, { findings: ['NOTHING_READ'] }), // which warns nobody
    pair({ spoiled: 'upside-down', turned: 180 }, { turned: 180, findings: ['TURNED'] }, { name: '王小明' }),
    pair({ spoiled: 'upside-down', turned: 180 }, { turned: 180, findings: ['TURNED'] }), // without a sure value
  ])
  expect(scores).toMatchObject({ 'spoiled caught: blur': '1/2', 'spoiled caught: upside-down': '1/2' })
})

it('a miss names the file and the field, and no value', () => {
  const table = tableOf(scoresOf([pair({ fields: { name: '王小明' } }, {}, { name: '王小月' })])).join('\n')
  expect(table).toContain('missed: scan, name: a.jpg name')
  expect(table).not.toMatch(/王/)
})
