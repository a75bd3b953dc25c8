import { z } from 'zod'
import { QualificationKind, SignatureSource } from '@/lib/db/generated/enums'
import { Bilingual } from '@/lib/rulebook/bilingual'
import { SWITCHES, type Switch } from '@/lib/rulebook/switches'

// What is written here is the contract: the OpenAPI file is made of it.

/** Names a kind of document. It is text, as all that belongs to versions of the rulebook: a version may add some. */
export const DocumentKindText = z
  .string()
  .describe('A kind of document: `kinds[].documents[].kind` of the policy lists them. A new rulebook may add some.')

const When = z
  .array(z.strictObject({ field: z.string(), is: z.array(z.string()) }))
  .describe('Required only while each of these fields has one of these values; empty for always.')

const Field = z.strictObject({
  key: z.string(),
  type: z.enum(['TEXT', 'LONG_TEXT', 'DATE', 'DATE_OR_LONG_TERM', 'CHOICE', 'CHOICES', 'NUMBER_CODE', 'PHONE']),
  name: Bilingual,
  required: z.boolean(),
  maxLength: z.int(),
  options: z
    .array(z.strictObject({ value: z.string(), name: Bilingual }))
    .nullable()
    .describe('Null where anything may be typed.'),
  isPersonal: z.boolean().describe('Shown masked in the portal.'),
  isFilledIn: z
    .boolean()
    .describe('Taken from the verified phone of the first member. It is sent only where the account has no members.'),
  when: When,
})

const Kind = z.strictObject({
  kind: z.enum(QualificationKind),
  groups: z.array(z.strictObject({ key: z.string(), name: Bilingual, when: When, fields: z.array(Field) })),
  documents: z.array(
    z.strictObject({
      kind: DocumentKindText,
      name: Bilingual,
      instructions: Bilingual,
      min: z.int().describe('Fewest files; 0 for an optional document.'),
      max: z.int(),
      mediaTypes: z.array(z.string()),
      maxBytes: z.int(),
      minShortSide: z.int().describe('The smallest short side of a picture, in pixels.'),
      isForEachSignature: z.boolean().describe('One for each sender signature whose source needs evidence.'),
      idPage: z
        .strictObject({ field: z.string(), page: z.enum(['PORTRAIT', 'EMBLEM']) })
        .nullable()
        .describe('A page of the ID whose type is in the field: required only if that type has it (`idTypes`).'),
      when: When,
    }),
  ),
  idTypes: z.array(z.strictObject({ type: z.string(), pages: z.array(z.enum(['PORTRAIT', 'EMBLEM'])) })),
  signatures: z.strictObject({
    min: z.int(),
    max: z.int(),
    minLength: z.int(),
    maxLength: z.int(),
    sources: z.array(z.strictObject({ source: z.enum(SignatureSource), name: Bilingual, needsEvidence: z.boolean() })),
  }),
  samples: z.strictObject({ min: z.int(), max: z.int(), maxLength: z.int() }),
})

// Of a record with these keys JSON Schema would not name the properties.
const Switches = z.strictObject(
  Object.fromEntries(SWITCHES.map((name) => [name, z.boolean()])) as Record<Switch, z.ZodBoolean>,
)

export const Policy = z.strictObject({
  rulebook: z.string().describe('The version of the rules.'),
  effectiveFrom: z.iso.date().describe('Its first day in force, in Shanghai.'),
  terms: z.strictObject({ validityMonths: z.int(), coolingOffDays: z.int(), draftLapseDays: z.int() }),
  switches: Switches.describe('Options that the platform offers, or does not.'),
  kinds: z.array(Kind),
})
export type Policy = z.output<typeof Policy>
