import { describe, expect, test } from 'vitest'
import { BUILT_IN_RULEBOOK } from '@/lib/rulebook/built-in'
import type { Rulebook } from '@/lib/rulebook/rulebook'
import { PreparationAnswers, preparationFor } from './preparation'

const off = (name: keyof Rulebook['switches']): Rulebook => ({
  ...BUILT_IN_RULEBOOK,
  switches: { ...BUILT_IN_RULEBOOK.switches, [name]: false },
})
const prepared = (said: Record<string, string>, rulebook: Rulebook = BUILT_IN_RULEBOOK) =>
  preparationFor(rulebook, PreparationAnswers.parse(said))
const documents = (said: Record<string, string>, rulebook?: Rulebook) =>
  prepared(said, rulebook).list?.slots.map(({ slot }) => slot.kind)

describe('who answers so has to prepare', () => {
  test('an individual: their ID by its pages, and a letter with a thumbprint', () => {
    expect(documents({ who: 'INDIVIDUAL' })).toEqual([
      'ID_PORTRAIT',
      'ID_EMBLEM',
      'ID_IN_HAND',
      'COMMITMENT_LETTER',
      'SUPPORTING',
    ])
    expect(documents({ who: 'INDIVIDUAL', id: 'PASSPORT' })).not.toContain('ID_EMBLEM')
    expect(documents({ who: 'INDIVIDUAL', source: 'SITE' })).toContain('SIGNATURE_EVIDENCE')
    expect(prepared({ who: 'INDIVIDUAL' }).list?.letters).toEqual(['INDIVIDUAL'])
  })

  test('an organisation: its certificate, both people, and what a principal gives', () => {
    const usual = documents({ who: 'ORGANISATION', type: 'ENTERPRISE' })
    expect(usual).toEqual([
      'LICENCE',
      'LEGAL_REP_ID_PORTRAIT',
      'LEGAL_REP_ID_EMBLEM',
      'ADMIN_ID_IN_HAND',
      'COMMITMENT_LETTER',
      'SUPPORTING',
    ])
    const other = { who: 'ORGANISATION', type: 'BRANCH', admin: 'OTHER', adminId: 'PASSPORT', use: 'ON_BEHALF' }
    expect(documents(other)).toEqual(
      expect.arrayContaining(['ADMIN_ID_PORTRAIT', 'PRINCIPAL_LICENCE', 'AUTHORISATION_LETTER']),
    )
    expect(documents(other)).not.toContain('ADMIN_ID_EMBLEM')
    expect(prepared(other).list?.letters).toEqual(['ORGANISATION', 'AUTHORISATION'])
    expect(prepared(other).list?.groups.map(({ key }) => key)).toContain('principal')
  })

  test('an individual business without a seal signs with a thumbprint', () => {
    const said = { who: 'ORGANISATION', type: 'INDIVIDUAL_BUSINESS', seal: 'NO' }
    expect(prepared(said).list?.letters).toEqual(['ORGANISATION_WITHOUT_SEAL'])
    expect(prepared({ ...said, type: 'ENTERPRISE' }).list?.letters).toEqual(['ORGANISATION'])
  })
})

test('who can’t apply is told so, and by which switch', () => {
  expect(prepared({})).toEqual({ remark: null, list: null })
  expect(prepared({ who: 'UNDER_AGE' })).toEqual({ remark: 'UNDER_AGE', list: null })
  expect(prepared({ who: 'OUTSIDE' })).toEqual({ remark: 'OUTSIDE', list: null })
  const business = { who: 'ORGANISATION', type: 'INDIVIDUAL_BUSINESS' }
  expect(prepared(business, off('individualBusinesses'))).toEqual({ remark: 'INDIVIDUAL_BUSINESSES_OFF', list: null })
  const marketing = { who: 'INDIVIDUAL', purpose: 'MARKETING' }
  expect(prepared(marketing).remark).toBeNull()
  expect(prepared(marketing, off('individualMarketing'))).toMatchObject({
    remark: 'INDIVIDUAL_MARKETING_OFF',
    list: expect.anything(),
  })
  const { ORGANISATION: _, ...kinds } = BUILT_IN_RULEBOOK.kinds
  expect(prepared({ who: 'ORGANISATION' }, { ...BUILT_IN_RULEBOOK, kinds })).toEqual({ remark: 'KIND_OFF', list: null })
})

test('nonsense in an address is as if it weren’t there', () => {
  expect(prepared({ who: 'x' })).toEqual({ remark: null, list: null })
  const nonsense = { who: 'ORGANISATION', type: 'x', rep: 'x', admin: 'x', use: 'x', source: 'OWN_NAME', seal: 'x' }
  expect(documents(nonsense)).toEqual(documents({ who: 'ORGANISATION', type: 'ENTERPRISE' }))
  const purposes = (purpose: string) => prepared({ who: 'INDIVIDUAL', purpose }).list?.content.fields['use.purposes']
  expect(['MARKETING', 'x', 'constructor', 'MARKETING,NOTIFICATION'].map(purposes)).toEqual(['MARKETING', '', '', ''])
  const { success } = PreparationAnswers.safeParse({ who: ['INDIVIDUAL', 'OUTSIDE'], id: ['x'], type: ['a', 'b'] })
  expect(success).toBe(true)
})
