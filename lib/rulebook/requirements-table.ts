import type { DocumentKind, QualificationKind } from '@/lib/db/generated/enums'
import type { DraftContent } from './answers'
import { offeredOptions } from './conditions'
import { DOCUMENT_KINDS, factsOf, type Shown, type Unread } from './document-kinds'
import { requiredGroups, requiredSlots } from './required-slots'
import type { FieldRule, Rulebook } from './rulebook'
import { rulesFor } from './rules-for'
import { wordsOf } from './words'

/** Translates keys of `rulebook` in the message files. */
type Translate = (key: string, values?: Record<string, string>) => string
type Answers = Record<string, string>

/**
 * Writes what a rulebook requires of whom as Markdown: by kind, organisation type and ID type, with what other answers
 * add.
 */
export function requirementsTable(rulebook: Rulebook, t: Translate): string {
  const idTypes = rulesFor(rulebook, 'ORGANISATION').idTypes.map(({ type }) => type)
  const idName = (type: string) => named(t, 'person.idType', type)
  const types = optionsOf(rulebook, 'organisation.type', {})
  const individuals = idTypes.map((type) => {
    const required = requiredOf(rulebook, 'INDIVIDUAL', { 'person.idType': type })
    return [idName(type), inGroups(required.fields), required.documents.join(', ')]
  })
  return [
    '## Individual',
    table(['ID', 'Fields', 'Documents'], individuals),
    evidenceTable(rulebook, t, 'INDIVIDUAL'),
    '## Organisation',
    'Each type as long as its administrator is the person who represents it, and it sends for itself. The last section lists what other answers add.',
    ...types.flatMap((type) => [
      `### ${named(t, 'organisation.type', type)}`,
      describedType(rulebook, t, type),
      table(
        [`ID of the ${t('groups.legalRep.title', wordsOf({ 'organisation.type': type }))}`, 'Documents'],
        idTypes.map((idType) => [
          idName(idType),
          requiredOf(rulebook, 'ORGANISATION', { ...usual(rulebook, type), 'legalRep.idType': idType }).documents.join(
            ', ',
          ),
        ]),
      ),
    ]),
    '### What other answers add',
    table(['Answer', 'Fields', 'Documents'], additions(rulebook, t, types[0] ?? '', idTypes)),
    evidenceTable(rulebook, t, 'ORGANISATION'),
  ].join('\n\n')
}

const SHOWN: Readonly<Record<Shown, string>> = {
  PORTRAIT_SIDE: 'The side of a card with the portrait, or the data page of a passport',
  EMBLEM_SIDE: 'The other side of a card',
  PERSON_WITH_CARD: 'A person with a card',
  CERTIFICATE: 'A licence or certificate',
  LETTER: 'A letter',
}

const UNREAD: Readonly<Record<Unread, string>> = {
  ANYTHING: 'Not read: it may be anything',
  DEPENDS_ON_SIGNATURE: 'Not read: what has to be in it depends on the signature, which a person decides',
}

/** Writes what a machine looks for in pictures of each kind of document as Markdown. */
export function readingTable(): string {
  const rows = (Object.keys(DOCUMENT_KINDS) as DocumentKind[]).map((kind) => {
    const facts = factsOf(kind)
    return [`\`${kind}\``, facts.shows ? SHOWN[facts.shows] : UNREAD[facts.unread]]
  })
  return ['## What pictures show', table(['Document', 'What a picture of it shows'], rows)].join('\n\n')
}

function describedType(rulebook: Rulebook, t: Translate, type: string): string {
  const certificates = optionsOf(rulebook, 'organisation.certificate', { 'organisation.type': type }).map(
    (certificate) => {
      const { fields } = requiredOf(rulebook, 'ORGANISATION', { 'organisation.certificate': certificate })
      const code = fields.filter((key) => /^organisation\.(code|organisationCode)$/.test(key))
      return `${named(t, 'organisation.certificate', certificate)} with ${inGroups(code)}`
    },
  )
  return [
    `- Certificate: ${certificates.join('; or ')}`,
    `- Fields: ${inGroups(requiredOf(rulebook, 'ORGANISATION', usual(rulebook, type)).fields)}`,
  ].join('\n')
}

function additions(rulebook: Rulebook, t: Translate, type: string, idTypes: readonly string[]): string[][] {
  const before = requiredOf(rulebook, 'ORGANISATION', usual(rulebook, type))
  const added = (answer: string, answers: Answers) => {
    const { fields, documents } = requiredOf(rulebook, 'ORGANISATION', { ...usual(rulebook, type), ...answers })
    const isNew = (list: string[]) => (each: string) => !list.includes(each)
    return [answer, inGroups(fields.filter(isNew(before.fields))), documents.filter(isNew(before.documents)).join(', ')]
  }
  return [
    ...idTypes.map((idType) =>
      added(`Another administrator, with ${named(t, 'person.idType', idType)}`, {
        'admin.isLegalRep': 'NO',
        'admin.idType': idType,
      }),
    ),
    added('On behalf of a principal', { 'use.onBehalf': 'ON_BEHALF' }),
  ]
}

function evidenceTable(rulebook: Rulebook, t: Translate, kind: QualificationKind): string {
  const rows = rulesFor(rulebook, kind).signatures.sources.map(({ source, needsEvidence }) => [
    `${t(`sources.${source}.name`)} \`${source}\``,
    needsEvidence ? '`SIGNATURE_EVIDENCE`' : '',
  ])
  return table(['Source of a sender signature', 'Documents'], rows)
}

/** Returns the answers for a type with the first certificate that it offers. */
function usual(rulebook: Rulebook, type: string): Answers {
  const [certificate = ''] = optionsOf(rulebook, 'organisation.certificate', { 'organisation.type': type })
  return { 'organisation.type': type, 'organisation.certificate': certificate, 'admin.isLegalRep': 'YES' }
}

function requiredOf(rulebook: Rulebook, kind: QualificationKind, fields: Answers) {
  const content: DraftContent = { kind, fields, documents: [], signatures: [], samples: [] }
  return {
    fields: requiredGroups(rulebook, content).flatMap((group) => group.fields.map(({ key }) => key)),
    documents: requiredSlots(rulebook, content).map(
      ({ slot }) => `\`${slot.kind}\`${slot.min === 0 ? ' (optional)' : ''}`,
    ),
  }
}

function optionsOf(rulebook: Rulebook, key: string, answers: Answers): string[] {
  const fields = rulesFor(rulebook, 'ORGANISATION').groups.flatMap((group) => group.fields)
  return offeredOptions(rulebook, fields.find((field) => field.key === key) as FieldRule, answers)
}

const named = (t: Translate, field: string, option: string): string =>
  `${t(`options.${field}.${option}`)} \`${option}\``

/** Returns `person.name` and `person.idType` as "person: name, idType". */
function inGroups(keys: readonly string[]): string {
  const subjects = [...new Set(keys.map((key) => key.slice(0, key.indexOf('.'))))]
  return subjects
    .map((subject) => {
      const names = keys
        .filter((key) => key.startsWith(`${subject}.`))
        .map((key) => `\`${key.slice(subject.length + 1)}\``)
      return `${subject} ${names.join(' ')}`
    })
    .join('; ')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell || '–').join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
