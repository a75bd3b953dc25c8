import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anOrganisationContent, anyContent, ON_BEHALF, ORGANISATION, OTHER_ADMIN } from '@/tests/factories/contents'
import type { DraftContent } from './answers'
import { normaliseOrganisationName } from './checks/names'
import { offeredOptions } from './conditions'
import { mayRestOn, requiredSlots } from './required-slots'
import { partsOf, problemsOf } from './requirements'
import type { FieldRule, Rulebook } from './rulebook'
import { rulesFor } from './rules-for'
import { CN_MAINLAND_2024_10 } from './versions/cn-mainland-2024-10'

const RULES = rulesFor(CN_MAINLAND_2024_10, 'ORGANISATION')
const TODAY = '2026-11-25'

const codes = (content: DraftContent, rulebook = CN_MAINLAND_2024_10) =>
  problemsOf(rulebook, content, TODAY).map(({ code, place }) => [code, ...Object.values(place)].join(' '))
const found = (fields: Record<string, string>) => codes(anOrganisationContent(fields))
const turnedOff = (name: keyof Rulebook['switches']): Rulebook => ({
  ...CN_MAINLAND_2024_10,
  switches: { ...CN_MAINLAND_2024_10.switches, [name]: false },
})
const restsOn = (content: DraftContent, kind: string) =>
  requiredSlots(CN_MAINLAND_2024_10, content).find(({ slot }) => slot.kind === kind)?.slot.restsOn

describe('an organisation', () => {
  it('has no problems when it is complete', () => expect(found({})).toEqual([]))

  it.each([
    [{ 'organisation.type': 'EMBASSY' }, 'NOT_OFFERED FIELD organisation organisation.type'],
    [{ 'organisation.name': '样' }, 'ORGANISATION_NAME_FORMAT FIELD organisation organisation.name'],
    [{ 'organisation.name': '【样本】公司' }, 'ORGANISATION_NAME_FORMAT FIELD organisation organisation.name'],
    [{ 'organisation.name': '样'.repeat(151) }, 'TOO_LONG FIELD organisation organisation.name'],
    [{ 'organisation.code': '91110105MA00EXAM11' }, 'SOCIAL_CREDIT_CODE_WRONG FIELD organisation organisation.code'],
    [
      { 'organisation.certificate': 'FOUNDATION_CERTIFICATE' },
      'NOT_OFFERED FIELD organisation organisation.certificate',
    ],
    [{ 'organisation.validFrom': '2026-11-26' }, 'DATE_IN_FUTURE FIELD organisation organisation.validFrom'],
    [{ 'organisation.validTo': '2026-11-24' }, 'VALIDITY_ENDED FIELD organisation organisation.validTo'],
    [{ 'organisation.validTo': '2018-05-04' }, 'VALIDITY_ORDER FIELD organisation organisation.validTo'],
    [{ 'organisation.address': '' }, 'REQUIRED FIELD organisation organisation.address'],
    [{ 'legalRep.birthDate': '1949-12-30' }, 'ID_NUMBER_BIRTH_DATE FIELD legalRep legalRep.idNumber'],
    [{ 'admin.isLegalRep': '' }, 'REQUIRED FIELD admin admin.isLegalRep'],
    [{ ...OTHER_ADMIN, 'admin.birthDate': '2008-11-26' }, 'UNDER_AGE FIELD admin admin.birthDate'],
    [
      { ...ON_BEHALF, 'principal.code': ORGANISATION['organisation.code'] },
      'PRINCIPAL_IS_APPLICANT FIELD principal principal.code',
    ],
    [
      { ...ON_BEHALF, 'principal.authorisedTo': '2025-12-31' },
      'AUTHORISATION_ORDER FIELD principal principal.authorisedTo',
    ],
    [{ ...ON_BEHALF, 'principal.authorisedTo': '2026-11-24' }, 'VALIDITY_ENDED FIELD principal principal.authorisedTo'],
  ])('%j: %s', (fields, line) => expect(found(fields)).toContain(line))

  it('requires the organisation code when the certificate has no other', () => {
    const fields = { 'organisation.certificate': 'ORGANISATION_CODE_CERTIFICATE' }
    expect(found(fields)).toEqual(['REQUIRED FIELD organisation organisation.organisationCode'])
    expect(found({ ...fields, 'organisation.organisationCode': '123456788' })).toEqual([])
    expect(found({ ...fields, 'organisation.organisationCode': '123456789' })).toEqual([
      'ORGANISATION_CODE_WRONG FIELD organisation organisation.organisationCode',
    ])
  })

  it('declares a person once who is both representative and administrator', () => {
    expect(found(OTHER_ADMIN)).toEqual(['DOCUMENT_MISSING DOCUMENT ADMIN_ID_PORTRAIT '])
    // Answers about another person that are no longer required cause no problem.
    expect(found({ ...OTHER_ADMIN, 'admin.idNumber': 'nonsense', 'admin.isLegalRep': 'YES' })).toEqual([])
  })

  it('must say whether it has a seal only as an individual business', () => {
    expect(found({ 'organisation.type': 'INDIVIDUAL_BUSINESS' })).toEqual([
      'REQUIRED FIELD organisation organisation.hasSeal',
    ])
  })

  it('names at least one sender signature for which a principal authorised it', () => {
    const content = anOrganisationContent(ON_BEHALF)
    const licences = ['DOCUMENT_MISSING DOCUMENT PRINCIPAL_LICENCE ', 'DOCUMENT_MISSING DOCUMENT AUTHORISATION_LETTER ']
    expect(codes(content)).toEqual(['NO_SIGNATURE_ON_BEHALF SIGNATURES', ...licences])
    content.signatures = content.signatures.map((signature) => ({ ...signature, isOnBehalf: true }))
    expect(codes(content)).toEqual(licences)
  })

  it('has its name normalised as certificates print it', () => {
    expect(normaliseOrganisationName(' 样本科技(北京) 有限公司 ')).toBe('样本科技（北京）有限公司')
    expect(normaliseOrganisationName('Ｓａｍｐｌｅ  (Beijing) Ltd.')).toBe('Sample (Beijing) Ltd.')
  })

  it('has its parts in the order in which a reviewer meets them', () => {
    const content = anOrganisationContent({ ...OTHER_ADMIN, ...ON_BEHALF })
    expect(partsOf(CN_MAINLAND_2024_10, content).map((part) => Object.values(part).filter(Boolean).join(' '))).toEqual([
      'FIELDS organisation',
      'FIELDS legalRep',
      'FIELDS admin',
      'FIELDS contact',
      'FIELDS use',
      'FIELDS principal',
      'DOCUMENT LICENCE',
      'DOCUMENT LEGAL_REP_ID_PORTRAIT',
      'DOCUMENT LEGAL_REP_ID_EMBLEM',
      'DOCUMENT ADMIN_ID_PORTRAIT',
      'DOCUMENT ADMIN_ID_IN_HAND',
      'DOCUMENT PRINCIPAL_LICENCE',
      'DOCUMENT AUTHORISATION_LETTER',
      'DOCUMENT COMMITMENT_LETTER',
      'SENDER_SIGNATURE s1',
      'SAMPLE_MESSAGES',
    ])
  })
})

describe('what a document depends on', () => {
  it('is the person in it', () => {
    const same = restsOn(anOrganisationContent(), 'ADMIN_ID_IN_HAND')
    expect(same).toEqual(['admin.isLegalRep', 'legalRep.name', 'legalRep.idType', 'legalRep.idNumber'])
    const other = restsOn(anOrganisationContent(OTHER_ADMIN), 'ADMIN_ID_IN_HAND')
    expect(other).toEqual(['admin.isLegalRep', 'admin.name', 'admin.idType', 'admin.idNumber'])
    const [slot] = RULES.documents.filter(({ kind }) => kind === 'ADMIN_ID_IN_HAND')
    expect(slot && mayRestOn(slot).toSorted()).toEqual([...new Set([...(same ?? []), ...(other ?? [])])].toSorted())
  })

  it('is, for the letters, all that is printed on them', () => {
    const content = anOrganisationContent(ON_BEHALF)
    for (const key of ['organisation.name', 'organisation.code', 'legalRep.name', 'legalRep.idNumber', 'signatures']) {
      expect(restsOn(content, 'COMMITMENT_LETTER')).toContain(key)
    }
    for (const key of [
      'organisation.name',
      'principal.name',
      'principal.code',
      'principal.authorisedTo',
      'signatures',
    ]) {
      expect(restsOn(content, 'AUTHORISATION_LETTER')).toContain(key)
    }
  })
})

describe('a switch that is off', () => {
  const field = (key: string, kind: 'INDIVIDUAL' | 'ORGANISATION' = 'ORGANISATION') =>
    rulesFor(CN_MAINLAND_2024_10, kind)
      .groups.flatMap(({ fields }) => fields)
      .find((rule) => rule.key === key) as FieldRule

  it('removes individual businesses, and is a problem for a draft that chose one', () => {
    const content = anOrganisationContent({ 'organisation.type': 'INDIVIDUAL_BUSINESS', 'organisation.hasSeal': 'YES' })
    expect(codes(content)).toEqual([])
    expect(codes(content, turnedOff('individualBusinesses'))).toEqual([
      'INDIVIDUAL_BUSINESSES_OFF FIELD organisation organisation.type',
    ])
    expect(offeredOptions(turnedOff('individualBusinesses'), field('organisation.type'), {})).not.toContain(
      'INDIVIDUAL_BUSINESS',
    )
  })

  it('removes organisation code certificates', () => {
    const fields = {
      'organisation.certificate': 'ORGANISATION_CODE_CERTIFICATE',
      'organisation.organisationCode': '123456788',
    }
    expect(codes(anOrganisationContent(fields), turnedOff('organisationCodeCertificates'))).toEqual([
      'ORGANISATION_CODE_CERTIFICATES_OFF FIELD organisation organisation.certificate',
    ])
    const offered = (rulebook: Rulebook) =>
      offeredOptions(rulebook, field('organisation.certificate'), { 'organisation.type': 'BRANCH' })
    expect(offered(CN_MAINLAND_2024_10)).toEqual(['BUSINESS_LICENCE', 'ORGANISATION_CODE_CERTIFICATE'])
    expect(offered(turnedOff('organisationCodeCertificates'))).toEqual(['BUSINESS_LICENCE'])
  })

  it('removes marketing for individuals only', () => {
    const rulebook = turnedOff('individualMarketing')
    const purposes = (kind: 'INDIVIDUAL' | 'ORGANISATION') => offeredOptions(rulebook, field('use.purposes', kind), {})
    expect(purposes('INDIVIDUAL')).toEqual(['VERIFICATION', 'NOTIFICATION'])
    expect(purposes('ORGANISATION')).toContain('MARKETING')
    const individual = { ...anOrganisationContent({ 'use.purposes': 'MARKETING' }), kind: 'INDIVIDUAL' as const }
    expect(codes(individual, rulebook)).toContain('INDIVIDUAL_MARKETING_OFF FIELD use use.purposes')
  })
})

it('property: each missing document has a required slot, with any answers', () => {
  fc.assert(
    fc.property(anyContent, (content) => {
      const problems = problemsOf(CN_MAINLAND_2024_10, content, TODAY)
      const slots = requiredSlots(CN_MAINLAND_2024_10, content)
      // Each missing document is in a required slot.
      for (const { place } of problems) {
        if (place.on !== 'DOCUMENT') continue
        expect(
          slots.some(
            ({ slot, senderSignatureId }) => slot.kind === place.kind && senderSignatureId === place.senderSignatureId,
          ),
        ).toBe(true)
      }
      expect(partsOf(CN_MAINLAND_2024_10, content).length).toBeGreaterThan(0)
    }),
  )
})
