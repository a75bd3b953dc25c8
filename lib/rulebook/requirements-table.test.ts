import { createTranslator } from 'next-intl'
import { describe, expect, it, test } from 'vitest'
import messages from '@/lib/core/languages/messages/zh-CN/rulebook.json'
import type { DraftContent } from './answers'
import { BUILT_IN_RULEBOOK } from './built-in'
import { offeredOptions } from './conditions'
import { requiredGroups, requiredSlots } from './required-slots'
import { readingTable, requirementsTable } from './requirements-table'
import type { FieldRule } from './rulebook'
import { rulesFor } from './rules-for'
import { CN_MAINLAND_2024_10 } from './versions/cn-mainland-2024-10'

/*
 * The expectations are written by hand from what the platforms publish, and not taken from the rulebook, to check it.
 */

const PAGES = {
  RESIDENT_ID: ['PORTRAIT', 'EMBLEM'],
  HK_MACAO_PERMIT: ['PORTRAIT', 'EMBLEM'],
  TAIWAN_PERMIT: ['PORTRAIT', 'EMBLEM'],
  HMT_RESIDENCE_PERMIT: ['PORTRAIT', 'EMBLEM'],
  FOREIGN_PERMANENT_RESIDENT_ID: ['PORTRAIT', 'EMBLEM'],
  PASSPORT: ['PORTRAIT'],
}
const ID_TYPES = Object.keys(PAGES) as (keyof typeof PAGES)[]

const PERSON = ['name', 'idType', 'idNumber', 'birthDate', 'idValidFrom', 'idValidTo']
const USE = ['use.purposes', 'use.audience', 'use.monthlyVolume']
const PRINCIPAL = ['name', 'code', 'legalRep', 'authorisedFrom', 'authorisedTo']

/**
 * The certificates of each type with the code that each contains; `seal` when the applicant must say whether it has
 * one.
 */
const TYPES: Record<string, { certificates: Record<string, 'code' | 'organisationCode'>; seal?: true }> = {
  ENTERPRISE: { certificates: { BUSINESS_LICENCE: 'code', ORGANISATION_CODE_CERTIFICATE: 'organisationCode' } },
  INDIVIDUAL_BUSINESS: {
    certificates: { BUSINESS_LICENCE: 'code', ORGANISATION_CODE_CERTIFICATE: 'organisationCode' },
    seal: true,
  },
  BRANCH: { certificates: { BUSINESS_LICENCE: 'code', ORGANISATION_CODE_CERTIFICATE: 'organisationCode' } },
  PARTNERSHIP: { certificates: { BUSINESS_LICENCE: 'code', ORGANISATION_CODE_CERTIFICATE: 'organisationCode' } },
  PUBLIC_INSTITUTION: {
    certificates: { PUBLIC_INSTITUTION_CERTIFICATE: 'code', SOCIAL_CREDIT_CODE_CERTIFICATE: 'code' },
  },
  GOVERNMENT: { certificates: { SOCIAL_CREDIT_CODE_CERTIFICATE: 'code' } },
  SOCIAL_ORGANISATION: {
    certificates: { SOCIAL_ORGANISATION_CERTIFICATE: 'code', SOCIAL_CREDIT_CODE_CERTIFICATE: 'code' },
  },
  PRIVATE_NON_ENTERPRISE: { certificates: { PRIVATE_NON_ENTERPRISE_CERTIFICATE: 'code' } },
  FOUNDATION: { certificates: { FOUNDATION_CERTIFICATE: 'code' } },
}

const required = (kind: DraftContent['kind'], fields: Record<string, string>) => {
  const content: DraftContent = { kind, fields, documents: [], signatures: [], samples: [] }
  return {
    fields: requiredGroups(CN_MAINLAND_2024_10, content).flatMap((group) => group.fields.map(({ key }) => key)),
    documents: requiredSlots(CN_MAINLAND_2024_10, content)
      .filter(({ slot }) => slot.min > 0)
      .map(({ slot }) => slot.kind),
  }
}
const of = (subject: string, names: string[]) => names.map((name) => `${subject}.${name}`)

test.each(ID_TYPES)('an individual with %s', (idType) => {
  expect(required('INDIVIDUAL', { 'person.idType': idType })).toEqual({
    fields: [...of('person', PERSON), 'contact.phone', ...USE],
    documents: [...PAGES[idType].map((page) => `ID_${page}`), 'ID_IN_HAND', 'COMMITMENT_LETTER'],
  })
})

const fieldOf = (key: string) =>
  rulesFor(CN_MAINLAND_2024_10, 'ORGANISATION')
    .groups.flatMap(({ fields }) => fields)
    .find((field) => field.key === key) as FieldRule

it('has exactly these types', () => {
  expect(offeredOptions(CN_MAINLAND_2024_10, fieldOf('organisation.type'), {})).toEqual(Object.keys(TYPES))
})

describe.each(Object.entries(TYPES))('%s', (type, { certificates, seal }) => {
  it('has exactly its certificates', () => {
    const offered = offeredOptions(CN_MAINLAND_2024_10, fieldOf('organisation.certificate'), {
      'organisation.type': type,
    })
    expect(offered).toEqual(Object.keys(certificates))
  })

  const administrators = [undefined, ...ID_TYPES]
  const cases = ID_TYPES.flatMap((legalRep) =>
    administrators.flatMap((admin) => [false, true].map((onBehalf) => ({ legalRep, admin, onBehalf }))),
  )
  it.each(cases)(
    'represented with $legalRep, administrator $admin, on behalf $onBehalf',
    ({ legalRep, admin, onBehalf }) => {
      for (const [certificate, code] of Object.entries(certificates)) {
        for (const hasSeal of seal ? ['YES', 'NO'] : [undefined]) {
          const answers = {
            'organisation.type': type,
            'organisation.certificate': certificate,
            ...(hasSeal && { 'organisation.hasSeal': hasSeal }),
            'legalRep.idType': legalRep,
            'admin.isLegalRep': admin ? 'NO' : 'YES',
            ...(admin && { 'admin.idType': admin }),
            'use.onBehalf': onBehalf ? 'ON_BEHALF' : 'OWN_USE',
          }
          expect(required('ORGANISATION', answers)).toEqual({
            fields: [
              ...of('organisation', ['type', 'name', 'certificate', code, 'validFrom', 'validTo', 'address']),
              ...(seal ? ['organisation.hasSeal'] : []),
              ...of('legalRep', PERSON),
              'admin.isLegalRep',
              ...(admin ? of('admin', PERSON) : []),
              'contact.phone',
              'use.onBehalf',
              ...USE,
              ...(onBehalf ? of('principal', PRINCIPAL) : []),
            ],
            documents: [
              'LICENCE',
              ...PAGES[legalRep].map((page) => `LEGAL_REP_ID_${page}`),
              ...(admin ? PAGES[admin].map((page) => `ADMIN_ID_${page}`) : []),
              'ADMIN_ID_IN_HAND',
              ...(onBehalf ? ['PRINCIPAL_LICENCE', 'AUTHORISATION_LETTER'] : []),
              'COMMITMENT_LETTER',
            ],
          })
        }
      }
    },
  )
})

test.each([
  ['INDIVIDUAL', { OWN_NAME: false, TRADEMARK: true, APP: true, SITE: true }],
  ['ORGANISATION', { ORGANISATION_NAME: false, TRADEMARK: true, APP: true, SITE: true }],
] as const)('%s: which sources of a sender signature need evidence', (kind, expected) => {
  const { sources } = rulesFor(CN_MAINLAND_2024_10, kind).signatures
  expect(Object.fromEntries(sources.map(({ source, needsEvidence }) => [source, needsEvidence]))).toEqual(expected)
})

// The page is generated again by `npx vitest run --project unit lib/rulebook/requirements-table -u`.
test('docs/requirements.md says what the rulebook requires, and what a machine looks for', async () => {
  const t = createTranslator<Record<string, unknown>>({ locale: 'zh-CN', messages })
  const asText = (key: string, values?: Record<string, string>) => t(key as never, values as never) as string
  const text = [
    '# What is required of whom',
    `This page lists what the rulebook \`${BUILT_IN_RULEBOOK.version}\` requires. It is generated from it: don't edit, run \`npx vitest run --project unit lib/rulebook/requirements-table -u\`. An administrator may publish another version; a submission is judged by the version that it was started under. The last section lists every kind of document with what a machine looks for ([checks.md](checks.md)).`,
    requirementsTable(BUILT_IN_RULEBOOK, asText),
    readingTable(),
    '',
  ].join('\n\n')
  await expect(`${text.trimEnd()}\n`).toMatchFileSnapshot('../../docs/requirements.md')
})
