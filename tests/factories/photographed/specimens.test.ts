import { describe, expect, it } from 'vitest'
import { SEEN_KINDS } from '@/lib/checks/reading'
import { DocumentKind } from '@/lib/db/generated/enums'
import { BUILT_IN_RULEBOOK } from '@/lib/rulebook/built-in'
import { idNumberProblem } from '@/lib/rulebook/checks/id-number'
import { factsOf } from '@/lib/rulebook/document-kinds'
import { ID_TYPES } from '@/lib/rulebook/id-types'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { randomFrom } from '@/scripts/demo/specimens/random'
import { drawn, PAPERS, specimenOf } from './specimens'

const SEEDS = ['one', 'two', 'three', 'four', 'five', 'six']
const all = SEEDS.flatMap((seed) => PAPERS.map((paper) => ({ paper, ...drawn(paper, randomFrom(seed), false) })))

describe('what is drawn', () => {
  it.each(rulesFor(BUILT_IN_RULEBOOK, 'INDIVIDUAL').idTypes)('has each side of a $type', ({ type, pages }) => {
    for (const side of pages) expect(all.some((one) => one.kind === type && one.side === side)).toBe(true)
  })

  it('has each kind of document that a machine looks at', () => {
    const shown = new Set(all.map(({ expected }) => factsOf(expected).shows))
    for (const kind of Object.values(DocumentKind)) {
      const { shows } = factsOf(kind)
      if (shows) expect(shown.has(shows), kind).toBe(true)
    }
    for (const kind of SEEN_KINDS) expect(all.some((one) => one.kind === kind) || kind === 'NONE', kind).toBe(true)
  })

  it('has numbers that pass every check, with the date of birth that is printed', () => {
    for (const { kind, side, fields } of all) {
      const type = ID_TYPES.find((one) => one === kind)
      if (!type || side !== 'PORTRAIT') continue
      expect(idNumberProblem(fields.idNumber ?? '', type, fields.birthDate), `${kind} ${fields.idNumber}`).toBeNull()
    }
  })

  it('is what was asked for, where papers are named, and names its seed', async () => {
    const { truth } = await specimenOf('one', 1, 'scan', null, ['portrait', 'taiwan-permit'])
    expect(truth).toMatchObject({ seed: 'one', kind: 'TAIWAN_PERMIT', side: 'PORTRAIT', expected: 'ID_PORTRAIT' })
  })
})
