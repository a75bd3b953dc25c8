import type { Condition, DocumentSlot, FieldGroup, KindRules } from '../../rulebook'
import {
  AUDIENCE_AND_VOLUME,
  CONTACT,
  evidenceOf,
  ID_TYPE_RULES,
  named,
  onEmblem,
  onPortrait,
  PURPOSES,
  personFields,
  SAMPLES,
  SUPPORTING,
  signaturesFrom,
  slot,
} from './shared'

/** Registered by the authorities for market regulation: they have a business licence. */
const BUSINESSES = ['ENTERPRISE', 'INDIVIDUAL_BUSINESS', 'BRANCH', 'PARTNERSHIP']

/** Certificates that bear the unified social credit code. */
const WITH_CREDIT_CODE = [
  'BUSINESS_LICENCE',
  'PUBLIC_INSTITUTION_CERTIFICATE',
  'SOCIAL_CREDIT_CODE_CERTIFICATE',
  'SOCIAL_ORGANISATION_CERTIFICATE',
  'PRIVATE_NON_ENTERPRISE_CERTIFICATE',
  'FOUNDATION_CERTIFICATE',
]

const ofType = (...is: string[]): Condition[] => [{ field: 'organisation.type', is }]
const ADMIN_IS_OTHER: Condition[] = [{ field: 'admin.isLegalRep', is: ['NO'] }]
const ADMIN_IS_LEGAL_REP: Condition[] = [{ field: 'admin.isLegalRep', is: ['YES'] }]
const ON_BEHALF: Condition[] = [{ field: 'use.onBehalf', is: ['ON_BEHALF'] }]

const DECLARED: FieldGroup = {
  key: 'organisation',
  fields: [
    {
      key: 'organisation.type',
      type: 'CHOICE',
      required: true,
      maxLength: 40,
      options: [
        ...BUSINESSES,
        'PUBLIC_INSTITUTION',
        'GOVERNMENT',
        'SOCIAL_ORGANISATION',
        'PRIVATE_NON_ENTERPRISE',
        'FOUNDATION',
      ],
      optionSwitches: { INDIVIDUAL_BUSINESS: 'individualBusinesses' },
      sensitive: false,
      checks: [],
    },
    {
      key: 'organisation.name',
      type: 'TEXT',
      required: true,
      maxLength: 150,
      searchable: 'name',
      sensitive: false,
      checks: ['ORGANISATION_NAME'],
    },
    {
      key: 'organisation.certificate',
      type: 'CHOICE',
      required: true,
      maxLength: 40,
      options: [...WITH_CREDIT_CODE, 'ORGANISATION_CODE_CERTIFICATE'],
      optionsWhen: [
        { when: ofType(...BUSINESSES), options: ['BUSINESS_LICENCE', 'ORGANISATION_CODE_CERTIFICATE'] },
        // Those that are no legal persons, and mass organisations that register nowhere, have the code's own
        // certificate.
        {
          when: ofType('PUBLIC_INSTITUTION'),
          options: ['PUBLIC_INSTITUTION_CERTIFICATE', 'SOCIAL_CREDIT_CODE_CERTIFICATE'],
        },
        { when: ofType('GOVERNMENT'), options: ['SOCIAL_CREDIT_CODE_CERTIFICATE'] },
        {
          when: ofType('SOCIAL_ORGANISATION'),
          options: ['SOCIAL_ORGANISATION_CERTIFICATE', 'SOCIAL_CREDIT_CODE_CERTIFICATE'],
        },
        { when: ofType('PRIVATE_NON_ENTERPRISE'), options: ['PRIVATE_NON_ENTERPRISE_CERTIFICATE'] },
        { when: ofType('FOUNDATION'), options: ['FOUNDATION_CERTIFICATE'] },
      ],
      optionSwitches: { ORGANISATION_CODE_CERTIFICATE: 'organisationCodeCertificates' },
      sensitive: false,
      checks: [],
    },
    {
      key: 'organisation.code',
      type: 'NUMBER_CODE',
      required: true,
      maxLength: 18,
      searchable: 'code',
      sensitive: false,
      when: [{ field: 'organisation.certificate', is: WITH_CREDIT_CODE }],
      checks: ['SOCIAL_CREDIT_CODE'],
    },
    {
      key: 'organisation.organisationCode',
      type: 'NUMBER_CODE',
      required: true,
      maxLength: 9,
      searchable: 'code',
      sensitive: false,
      when: [{ field: 'organisation.certificate', is: ['ORGANISATION_CODE_CERTIFICATE'] }],
      checks: ['ORGANISATION_CODE'],
    },
    {
      key: 'organisation.validFrom',
      type: 'DATE',
      required: true,
      maxLength: 10,
      sensitive: false,
      checks: ['NOT_IN_FUTURE'],
    },
    {
      key: 'organisation.validTo',
      type: 'DATE_OR_LONG_TERM',
      required: true,
      maxLength: 10,
      sensitive: false,
      checks: ['AFTER_VALID_FROM', 'NOT_ENDED'],
    },
    { key: 'organisation.address', type: 'TEXT', required: true, maxLength: 200, sensitive: false, checks: [] },
    {
      key: 'organisation.hasSeal',
      type: 'CHOICE',
      required: true,
      maxLength: 3,
      options: ['YES', 'NO'],
      sensitive: false,
      when: ofType('INDIVIDUAL_BUSINESS'),
      checks: [],
    },
  ],
}

const ADMIN: FieldGroup = {
  key: 'admin',
  fields: [
    {
      key: 'admin.isLegalRep',
      type: 'CHOICE',
      required: true,
      maxLength: 3,
      options: ['YES', 'NO'],
      sensitive: false,
      checks: [],
    },
    ...personFields('admin', ADMIN_IS_OTHER),
  ],
}

const PRINCIPAL: FieldGroup = {
  key: 'principal',
  when: ON_BEHALF,
  fields: [
    {
      key: 'principal.name',
      type: 'TEXT',
      required: true,
      maxLength: 150,
      searchable: 'name',
      sensitive: false,
      checks: ['ORGANISATION_NAME'],
    },
    {
      key: 'principal.code',
      type: 'NUMBER_CODE',
      required: true,
      maxLength: 18,
      searchable: 'code',
      sensitive: false,
      checks: ['SOCIAL_CREDIT_CODE', 'NOT_THE_APPLICANT'],
    },
    {
      key: 'principal.legalRep',
      type: 'TEXT',
      required: true,
      maxLength: 50,
      searchable: 'name',
      sensitive: false,
      checks: ['PERSON_NAME'],
    },
    { key: 'principal.authorisedFrom', type: 'DATE', required: true, maxLength: 10, sensitive: false, checks: [] },
    {
      key: 'principal.authorisedTo',
      type: 'DATE',
      required: true,
      maxLength: 10,
      sensitive: false,
      checks: ['NOT_BEFORE_AUTHORISED_FROM', 'NOT_ENDED'],
    },
  ],
}

const PARTY = ['organisation.name', 'organisation.code', 'organisation.organisationCode']

const DOCUMENTS: DocumentSlot[] = [
  slot('LICENCE', {
    min: 1,
    max: 3,
    restsOn: [
      'organisation.type',
      'organisation.certificate',
      ...PARTY,
      'organisation.validFrom',
      'organisation.validTo',
      'organisation.address',
      'legalRep.name',
    ],
  }),
  slot('LEGAL_REP_ID_PORTRAIT', {
    min: 1,
    max: 1,
    idPage: { field: 'legalRep.idType', page: 'PORTRAIT' },
    restsOn: onPortrait('legalRep'),
  }),
  slot('LEGAL_REP_ID_EMBLEM', {
    min: 1,
    max: 1,
    idPage: { field: 'legalRep.idType', page: 'EMBLEM' },
    restsOn: onEmblem('legalRep'),
  }),
  slot('ADMIN_ID_PORTRAIT', {
    min: 1,
    max: 1,
    when: ADMIN_IS_OTHER,
    idPage: { field: 'admin.idType', page: 'PORTRAIT' },
    restsOn: onPortrait('admin'),
  }),
  slot('ADMIN_ID_EMBLEM', {
    min: 1,
    max: 1,
    when: ADMIN_IS_OTHER,
    idPage: { field: 'admin.idType', page: 'EMBLEM' },
    restsOn: onEmblem('admin'),
  }),
  slot('ADMIN_ID_IN_HAND', {
    min: 1,
    max: 1,
    restsOn: ['admin.isLegalRep'],
    restsOnWhen: [
      { when: ADMIN_IS_LEGAL_REP, keys: named('legalRep') },
      { when: ADMIN_IS_OTHER, keys: named('admin') },
    ],
  }),
  evidenceOf('organisation.name', 'principal.name'),
  slot('PRINCIPAL_LICENCE', {
    min: 1,
    max: 3,
    when: ON_BEHALF,
    restsOn: ['principal.name', 'principal.code', 'principal.legalRep'],
  }),
  slot('AUTHORISATION_LETTER', {
    min: 1,
    max: 5,
    when: ON_BEHALF,
    restsOn: [
      ...PARTY,
      'principal.name',
      'principal.code',
      'principal.legalRep',
      'principal.authorisedFrom',
      'principal.authorisedTo',
      'signatures',
    ],
  }),
  slot('COMMITMENT_LETTER', {
    min: 1,
    max: 5,
    restsOn: ['organisation.type', 'organisation.hasSeal', ...PARTY, 'legalRep.name', 'admin.isLegalRep', 'signatures'],
    restsOnWhen: [
      { when: ADMIN_IS_LEGAL_REP, keys: ['legalRep.idType', 'legalRep.idNumber'] },
      { when: ADMIN_IS_OTHER, keys: named('admin') },
    ],
  }),
  SUPPORTING,
]

export const ORGANISATION: KindRules = {
  idTypes: ID_TYPE_RULES,
  groups: [
    DECLARED,
    { key: 'legalRep', fields: personFields('legalRep') },
    ADMIN,
    CONTACT,
    {
      key: 'use',
      fields: [
        {
          key: 'use.onBehalf',
          type: 'CHOICE',
          required: true,
          maxLength: 20,
          options: ['OWN_USE', 'ON_BEHALF'],
          sensitive: false,
          checks: [],
        },
        PURPOSES,
        ...AUDIENCE_AND_VOLUME,
      ],
    },
    PRINCIPAL,
  ],
  documents: DOCUMENTS,
  signatures: signaturesFrom('ORGANISATION_NAME'),
  samples: SAMPLES,
}
