import { describe, expect, it } from 'vitest'
import { largestLimit, limitWords } from '@/lib/core/files/file-limits'
import en from '@/lib/core/languages/messages/en/rulebook.json'
import zh from '@/lib/core/languages/messages/zh-CN/rulebook.json'
import { BUILT_IN_RULEBOOK, BUILT_IN_RULEBOOKS } from './built-in'
import { ID_TYPES } from './id-types'
import { PROBLEM_CODES } from './problems'
import { mayRestOn } from './required-slots'
import { type KindRules, Rulebook } from './rulebook'
import { rulesFor } from './rules-for'
import { documentWordsKey } from './words'

const allKinds = BUILT_IN_RULEBOOKS.flatMap(({ kinds }) => Object.entries(kinds))
const allRules = BUILT_IN_RULEBOOKS.flatMap((rulebook) => Object.values(rulebook.kinds))
const fieldsOf = (rules: KindRules) => rules.groups.flatMap(({ fields }) => fields)

describe('rulebooks', () => {
  it.each(BUILT_IN_RULEBOOKS)('$version is plain data that its schema accepts', (rulebook) => {
    expect(Rulebook.parse(JSON.parse(JSON.stringify(rulebook)))).toEqual(rulebook)
  })

  it('without a limit of their own for PDFs, as older ones are, use the limit of the slot', () => {
    const stored = JSON.parse(JSON.stringify(BUILT_IN_RULEBOOK), (key, value) => {
      return key === 'maxPdfBytes' ? undefined : value
    })
    const slots = Object.values(Rulebook.parse(stored).kinds).flatMap(({ documents }) => documents)
    expect(slots.length).toBeGreaterThan(10)
    for (const slot of slots) {
      expect(largestLimit(slot)).toBe(slot.maxBytes)
      expect(limitWords(slot).pdfMegabytes).toBe(10)
    }
  })

  it('accept PDFs of 20 MB and pictures of 10 MB', () => {
    for (const slot of allRules.flatMap(({ documents }) => documents)) {
      const { pdfMegabytes, ...words } = limitWords(slot)
      expect(words.megabytes).toBe(10)
      if (words.pages > 0) expect([pdfMegabytes, largestLimit(slot)]).toEqual([20, 20 * 1024 * 1024])
      else expect(largestLimit(slot)).toBe(10 * 1024 * 1024)
    }
  })

  it('are in order, with the newest current', () => {
    expect(BUILT_IN_RULEBOOK.effectiveFrom).toBe(
      BUILT_IN_RULEBOOKS.map((book) => book.effectiveFrom)
        .toSorted()
        .at(-1),
    )
  })

  it('refuse a kind of applicant without rules', () => {
    const { ORGANISATION: _, ...kinds } = BUILT_IN_RULEBOOK.kinds
    expect(() => rulesFor({ ...BUILT_IN_RULEBOOK, kinds }, 'ORGANISATION')).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    )
  })

  it('have the first terms', () => {
    expect(BUILT_IN_RULEBOOK.terms).toEqual({
      validityMonths: 12,
      coolingOffDays: 7,
      draftLapseDays: 30,
      draftLapseWarnDays: 23,
      leaseMinutes: 15,
      adultAge: 18,
    })
  })

  it('refer only to fields that they have', () => {
    for (const rules of allRules) {
      const keys = fieldsOf(rules).map(({ key }) => key)
      expect(new Set(keys).size).toBe(keys.length)
      const conditions = [...rules.groups, ...fieldsOf(rules), ...rules.documents].flatMap(({ when = [] }) => when)
      const more = [
        ...fieldsOf(rules).flatMap(({ optionsWhen = [] }) => optionsWhen),
        ...rules.documents.flatMap(({ restsOnWhen = [] }) => restsOnWhen),
      ].flatMap(({ when }) => when)
      for (const { field, is } of [...conditions, ...more]) {
        const options = fieldsOf(rules).find(({ key }) => key === field)?.options
        expect(options, field).toEqual(expect.arrayContaining(is))
      }
      for (const slot of rules.documents) {
        for (const key of mayRestOn(slot)) expect([...keys, 'signatures', 'signature']).toContain(key)
        if (slot.idPage) expect(keys).toContain(slot.idPage.field)
        expect(slot.min).toBeLessThanOrEqual(slot.max)
      }
    }
  })

  it('offer exactly the ID types with known pages', () => {
    for (const rules of allRules) {
      const idTypes = rules.idTypes.map(({ type }) => type)
      const choices = fieldsOf(rules).filter(({ key }) => key.endsWith('.idType'))
      expect(choices.length).toBeGreaterThan(0)
      for (const { options } of choices) expect(options).toEqual(idTypes)
    }
  })

  it('offer only options that a choice has', () => {
    for (const { options, optionsWhen = [], optionSwitches = {} } of allRules.flatMap(fieldsOf)) {
      for (const offered of optionsWhen) expect(options).toEqual(expect.arrayContaining(offered.options))
      if (options) expect(options).toEqual(expect.arrayContaining(Object.keys(optionSwitches)))
    }
  })

  it('have fields long enough for each of their options', () => {
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

  it('has for each document its name, its requirement, and what is right and wrong', () => {
    for (const [kind, rules] of allKinds) {
      const isOrganisation = kind === 'ORGANISATION'
      for (const slot of rules.documents) {
        for (const hasSeal of ['YES', 'NO']) {
          const answers = { 'organisation.type': 'INDIVIDUAL_BUSINESS', 'organisation.hasSeal': hasSeal }
          const key = documentWordsKey(slot.kind, answers, isOrganisation)
          for (const word of ['name', 'instructions', 'right', 'wrong']) said(`documents.${key}.${word}`)
        }
      }
      for (const { source } of rules.signatures.sources) {
        for (const word of ['name', isOrganisation && source !== 'ORGANISATION_NAME' ? 'hintOfOrganisation' : 'hint']) {
          said(`sources.${source}.${word}`)
        }
      }
    }
    for (const type of ID_TYPES) said(`idNumbers.${type}`)
    for (const rulebook of BUILT_IN_RULEBOOKS) {
      for (const kind of Object.keys(rulebook.kinds)) for (const word of ['name', 'hint']) said(`kinds.${kind}.${word}`)
    }
  })
})
