import fc from 'fast-check'
import type { DocumentKind, SignatureSource } from '@/lib/db/generated/enums'
import type { DraftContent } from '@/lib/rulebook/answers'
import { BUILT_IN_RULEBOOK, BUILT_IN_RULEBOOKS } from '@/lib/rulebook/built-in'
import { LONG_TERM } from '@/lib/rulebook/long-term'
import { requiredSlots } from '@/lib/rulebook/required-slots'

/**
 * Builds what the rules read of an organisation's draft, without a database: invented values with the right check
 * characters.
 */

export const ORGANISATION = {
  'organisation.type': 'ENTERPRISE',
  'organisation.name': '样本科技（北京）有限公司',
  'organisation.certificate': 'BUSINESS_LICENCE',
  'organisation.code': '91110105MA00EXAM1E',
  'organisation.validFrom': '2018-05-04',
  'organisation.validTo': LONG_TERM,
  'organisation.address': '北京市朝阳区样本路1号',
}

export const LEGAL_REP = {
  'legalRep.name': '王样本',
  'legalRep.idType': 'RESIDENT_ID',
  'legalRep.idNumber': '11010519491231002X',
  'legalRep.birthDate': '1949-12-31',
  'legalRep.idValidFrom': '2016-03-01',
  'legalRep.idValidTo': LONG_TERM,
}

export const OTHER_ADMIN = {
  'admin.isLegalRep': 'NO',
  'admin.name': '李样本',
  'admin.idType': 'PASSPORT',
  'admin.idNumber': 'E12345678',
  'admin.birthDate': '1990-01-01',
  'admin.idValidFrom': '2020-01-01',
  'admin.idValidTo': '2099-12-31',
}

const OWN_USE = {
  'use.onBehalf': 'OWN_USE',
  'use.purposes': 'NOTIFICATION,MARKETING',
  'use.audience': '下过单并同意接收通知的顾客',
  'use.monthlyVolume': 'UP_TO_100000',
}

export const ON_BEHALF = {
  'use.onBehalf': 'ON_BEHALF',
  'principal.name': '样本百货（上海）有限公司',
  'principal.code': '91310000MA1K0TE5T7',
  'principal.legalRep': '赵样本',
  'principal.authorisedFrom': '2026-01-01',
  'principal.authorisedTo': '2099-12-31',
}

/** The answers of an organisation whose administrator is the legal representative, with a resident ID, for itself. */
const COMPLETE = {
  ...ORGANISATION,
  ...LEGAL_REP,
  'admin.isLegalRep': 'YES',
  'contact.phone': '+8613800138000',
  ...OWN_USE,
}

/** Returns the documents without which these answers can't be submitted, by the newest rulebook. */
export const requiredDocuments = (kind: DraftContent['kind'], fields: Record<string, string>): DocumentKind[] =>
  requiredSlots(BUILT_IN_RULEBOOK, { kind, fields, documents: [], signatures: [], samples: [] })
    .filter(({ slot }) => slot.min > 0)
    .map(({ slot }) => slot.kind)

const OLDEST = new Set<string>(
  Object.values(BUILT_IN_RULEBOOKS[0].kinds).flatMap(({ documents }) => documents.map(({ kind }) => kind)),
)

/**
 * Says whether the oldest rulebook has such a document. A test that lists kinds compares these alone, since a newer
 * rulebook may require more.
 */
export const isInOldest = (kind: string): boolean => OLDEST.has(kind)

const DOCUMENTS = requiredDocuments('ORGANISATION', COMPLETE)

/**
 * Builds an organisation's draft in which nothing is missing or wrong, for its own use, with the given answers on top.
 */
export function anOrganisationContent(fields: Record<string, string> = {}): DraftContent {
  return {
    kind: 'ORGANISATION',
    fields: { ...COMPLETE, ...fields },
    documents: DOCUMENTS.map((kind) => ({ kind, senderSignatureId: null, fileCount: 1 })),
    signatures: [{ id: 's1', text: '样本科技', source: 'ORGANISATION_NAME', isOnBehalf: false }],
    samples: [{ id: 'm1', text: '您的订单已发货。' }],
  }
}

const FIELDS = Object.values(BUILT_IN_RULEBOOK.kinds).flatMap(({ groups }) => groups.flatMap(({ fields }) => fields))
const SOURCES: SignatureSource[] = ['OWN_NAME', 'ORGANISATION_NAME', 'TRADEMARK', 'APP', 'SITE']

/** Generates any draft at all: fields with an offered answer, with nonsense, or empty. */
export const anyContent: fc.Arbitrary<DraftContent> = fc.record({
  kind: fc.constantFrom('INDIVIDUAL' as const, 'ORGANISATION' as const),
  fields: fc
    .tuple(
      ...FIELDS.map(({ options }) => {
        const nonsense = fc.string({ unit: 'grapheme' })
        return fc.option(options ? fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...options) }, nonsense) : nonsense)
      }),
    )
    .map((values) =>
      Object.fromEntries(FIELDS.flatMap(({ key }, index) => (values[index] == null ? [] : [[key, values[index]]]))),
    ),
  documents: fc.array(
    fc.record({
      kind: fc.constantFrom(...DOCUMENTS, 'SUPPORTING' as const),
      senderSignatureId: fc.constantFrom(null, 's0', 's1'),
      fileCount: fc.nat(9),
    }),
    { maxLength: 8 },
  ),
  signatures: fc
    .array(
      fc.record({
        text: fc.string({ unit: 'grapheme' }),
        source: fc.constantFrom(...SOURCES),
        isOnBehalf: fc.boolean(),
      }),
      { maxLength: 12 },
    )
    .map((rows) => rows.map((row, index) => ({ id: `s${index}`, ...row }))),
  samples: fc
    .array(fc.string({ unit: 'grapheme' }), { maxLength: 7 })
    .map((texts) => texts.map((text, index) => ({ id: `m${index}`, text }))),
})
