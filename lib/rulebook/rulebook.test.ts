import { describe, expect, it } from 'vitest'
import en from '@/lib/i18n/messages/en/rulebook.json'
import zh from '@/lib/i18n/messages/zh-CN/rulebook.json'
import { BUILT_IN_RULEBOOK, BUILT_IN_RULEBOOKS } from './built-in'
import { documentNameKey } from './document-names'
import { PROBLEM_CODES } from './problems'
import { ID_TYPES, type KindRules, Rulebook } from './rulebook'
import { rulesFor } from './rules-for'

const allRules = BUILT_IN_RULEBOOKS.flatMap((rulebook) => Object.values(rulebook.kinds))
const fieldsOf = (rules: KindRules) => rules.groups.flatMap(({ fields }) => fields)

describe('rulebooks', () => {
  it.each(BUILT_IN_RULEBOOKS)('$version is plain data that its own schema takes', (rulebook) => {
    expect(Rulebook.parse(JSON.parse(JSON.stringify(rulebook)))).toEqual(rulebook)
  })

  it('are in order, the newest being current', () => {
    expect(BUILT_IN_RULEBOOK.effectiveFrom).toBe(
      BUILT_IN_RULEBOOKS.map((book) => book.effectiveFrom)
        .toSorted()
        .at(-1),
    )
  })

  it('refuse a kind that they have no rules for', () => {
    expect(() => rulesFor(BUILT_IN_RULEBOOK, 'ORGANISATION')).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    )
  })

  it('carry the first terms', () => {
    expect(BUILT_IN_RULEBOOK.terms).toEqual({
      validityMonths: 12,
      coolingOffDays: 7,
      draftLapseDays: 30,
      draftLapseWarnDays: 23,
      leaseMinutes: 15,
      adultAge: 18,
    })
  })

  it('name only fields that they have', () => {
    for (const rules of allRules) {
      const keys = fieldsOf(rules).map(({ key }) => key)
      expect(new Set(keys).size).toBe(keys.length)
      for (const slot of rules.documents) {
        for (const key of slot.restsOn) expect([...keys, 'signatures', 'signature']).toContain(key)
        for (const { field } of slot.when ?? []) expect(keys).toContain(field)
        if (slot.idPage) expect(keys).toContain(slot.idPage.field)
        expect(slot.min).toBeLessThanOrEqual(slot.max)
      }
    }
  })

  it('offer the ID types that they have pages for', () => {
    for (const rules of allRules) {
      const idTypes = rules.idTypes.map(({ type }) => type)
      expect(fieldsOf(rules).find(({ key }) => key === 'person.idType')?.options).toEqual(idTypes)
    }
  })

  it('leave room in each field for each of its options', () => {
    for (const rule of allRules.flatMap(fieldsOf)) {
      const longest = rule.type === 'CHOICES' ? (rule.options ?? []).join(',') : ((rule.options ?? [])[0] ?? '')
      expect(longest.length).toBeLessThanOrEqual(rule.maxLength)
      for (const option of rule.options ?? []) expect(option.length).toBeLessThanOrEqual(rule.maxLength)
    }
  })
})

describe.each([
  ['zh-CN', zh],
  ['en', en],
])('the words of rulebooks in %s', (_, messages) => {
  const words = (path: string): unknown =>
    path.split('.').reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], messages)
  const said = (path: string) => expect(words(path), path).toEqual(expect.stringMatching(/./))

  it('has a sentence for each problem, and for nothing else', () => {
    expect(Object.keys(messages.problems)).toEqual([...PROBLEM_CODES])
    for (const code of PROBLEM_CODES) said(`problems.${code}`)
  })

  it('has a label and a hint for each field, and a name for each option', () => {
    for (const rules of allRules) {
      for (const { key, fields } of rules.groups) {
        for (const word of ['title', 'hint', 'part']) said(`groups.${key}.${word}`)
        for (const rule of fields) {
          said(`fields.${rule.key}.label`)
          said(`fields.${rule.key}.hint`)
          if (rule.type === 'DATE_OR_LONG_TERM') said(`fields.${rule.key}.longTerm`)
          for (const option of rule.options ?? []) said(`options.${rule.key}.${option}`)
        }
      }
    }
  })

  it('has for each document its name, what it asks for, right and wrong', () => {
    for (const rules of allRules) {
      for (const { kind } of rules.documents) {
        for (const word of ['name', 'asks', 'right', 'wrong']) said(`documents.${kind}.${word}`)
        for (const type of [undefined, ...ID_TYPES]) said(documentNameKey(rules, kind, type))
      }
      for (const { source } of rules.signatures.sources) {
        for (const word of ['name', 'hint']) said(`sources.${source}.${word}`)
      }
    }
    for (const type of ID_TYPES) said(`idNumbers.${type}`)
    for (const rulebook of BUILT_IN_RULEBOOKS) {
      for (const kind of Object.keys(rulebook.kinds)) for (const word of ['name', 'hint']) said(`kinds.${kind}.${word}`)
    }
  })

  it('names the pages of an ID by its type', () => {
    const rules = rulesFor(BUILT_IN_RULEBOOK, 'INDIVIDUAL')
    expect(documentNameKey(rules, 'ID_PORTRAIT', 'PASSPORT')).toBe('idPages.PASSPORT.PORTRAIT')
    expect(documentNameKey(rules, 'ID_EMBLEM', 'PASSPORT')).toBe('documents.ID_EMBLEM.name')
    expect(documentNameKey(rules, 'ID_PORTRAIT', undefined)).toBe('documents.ID_PORTRAIT.name')
    expect(documentNameKey(rules, 'COMMITMENT_LETTER', 'RESIDENT_ID')).toBe('documents.COMMITMENT_LETTER.name')
  })
})
