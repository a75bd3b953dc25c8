import { describe, expect, test } from 'vitest'
import type { Rulebook } from '@/lib/rulebook/rulebook'
import { CN_MAINLAND_2024_10 } from '@/lib/rulebook/versions/cn-mainland-2024-10'
import { answersOf, PreparationAnswers, preparationFor, preparedFor, queryOf } from './preparation'

const off = (name: keyof Rulebook['switches']): Rulebook => ({
  ...CN_MAINLAND_2024_10,
  switches: { ...CN_MAINLAND_2024_10.switches, [name]: false },
})
const prepared = (said: Record<string, string>, rulebook: Rulebook = CN_MAINLAND_2024_10) =>
  preparationFor(rulebook, PreparationAnswers.parse(said))
const documents = (said: Record<string, string>, rulebook?: Rulebook) =>
  prepared(said, rulebook).list?.slots.map(({ slot }) => slot.kind)

describe('what these answers require to be prepared', () => {
  test('an individual: the pages of their ID, and a letter with a thumbprint', () => {
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

  test('an organisation: its certificate, the IDs of both people, and the documents of a principal', () => {
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

test('a person who can’t apply sees that and which switch is off', () => {
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
  const { ORGANISATION: _, ...kinds } = CN_MAINLAND_2024_10.kinds
  expect(prepared({ who: 'ORGANISATION' }, { ...CN_MAINLAND_2024_10, kinds })).toEqual({
    remark: 'KIND_OFF',
    list: null,
  })
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

describe('what an application starts with after these answers', () => {
  const begins = (kind: 'INDIVIDUAL' | 'ORGANISATION', said: Record<string, string>, rulebook = CN_MAINLAND_2024_10) =>
    preparedFor(rulebook, kind, PreparationAnswers.parse(said))

  test('an individual: their ID, their purpose, and the source of a name that is not their own', () => {
    expect(
      begins('INDIVIDUAL', { who: 'INDIVIDUAL', id: 'PASSPORT', purpose: 'NOTIFICATION', source: 'SITE' }),
    ).toEqual({
      fields: { 'person.idType': 'PASSPORT', 'use.purposes': 'NOTIFICATION' },
      source: 'SITE',
    })
    expect(begins('INDIVIDUAL', { who: 'INDIVIDUAL' })).toEqual({
      fields: { 'person.idType': 'RESIDENT_ID' },
      source: null,
    })
  })

  test('an organisation: what its form asks for, and a certificate only where there is no other', () => {
    const business = { who: 'ORGANISATION', type: 'INDIVIDUAL_BUSINESS', seal: 'NO', rep: 'PASSPORT', use: 'OWN_USE' }
    expect(begins('ORGANISATION', business).fields).toEqual({
      'organisation.type': 'INDIVIDUAL_BUSINESS',
      'organisation.hasSeal': 'NO',
      'legalRep.idType': 'PASSPORT',
      'admin.isLegalRep': 'YES',
      'use.onBehalf': 'OWN_USE',
    })
    const foundation = { who: 'ORGANISATION', type: 'FOUNDATION', seal: 'NO', admin: 'OTHER', adminId: 'PASSPORT' }
    expect(begins('ORGANISATION', foundation).fields).toEqual({
      'organisation.type': 'FOUNDATION',
      'organisation.certificate': 'FOUNDATION_CERTIFICATE',
      'legalRep.idType': 'RESIDENT_ID',
      'admin.isLegalRep': 'NO',
      'admin.idType': 'PASSPORT',
      'use.onBehalf': 'OWN_USE',
    })
  })

  test('nothing for another kind of applicant, for people who can’t apply, and without answers', () => {
    const nothing = { fields: {}, source: null }
    expect(begins('ORGANISATION', { who: 'INDIVIDUAL' })).toEqual(nothing)
    expect(begins('INDIVIDUAL', { who: 'UNDER_AGE' })).toEqual(nothing)
    expect(begins('INDIVIDUAL', {})).toEqual(nothing)
    const marketing = { who: 'INDIVIDUAL', purpose: 'MARKETING' }
    expect(begins('INDIVIDUAL', marketing, off('individualMarketing'))).toEqual(nothing)
  })

  test('answers survive an address; anything else in it is none', () => {
    const answers = PreparationAnswers.parse({ who: 'ORGANISATION', type: 'BRANCH', rep: 'PASSPORT' })
    expect(answersOf(queryOf(answers))).toEqual(answers)
    expect(answersOf('who=NOBODY&id=<script>&x=1').who).toBeUndefined()
  })
})
