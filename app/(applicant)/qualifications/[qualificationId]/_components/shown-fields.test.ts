import { describe, expect, it } from 'vitest'
import { firstShown, isShown, settled } from '@/components/qualifications/shown-fields'
import { BUILT_IN_RULEBOOK } from '@/lib/rulebook/built-in'
import { rulesFor } from '@/lib/rulebook/rules-for'

const GROUPS = rulesFor(BUILT_IN_RULEBOOK, 'ORGANISATION').groups
const FIELDS = GROUPS.flatMap(({ fields }) => fields)
const shown = (answers: Record<string, string>, locks = {}) =>
  GROUPS.flatMap((group) => group.fields.filter((field) => isShown(group, field, answers, locks)).map(({ key }) => key))

describe('settled', () => {
  it('takes the only certificate of a type, and drops one of another type', () => {
    const foundation = { 'organisation.type': 'FOUNDATION', 'organisation.certificate': 'BUSINESS_LICENCE' }
    expect(settled(BUILT_IN_RULEBOOK, FIELDS, foundation)['organisation.certificate']).toBe('FOUNDATION_CERTIFICATE')
    const branch = { 'organisation.type': 'BRANCH', 'organisation.certificate': 'FOUNDATION_CERTIFICATE' }
    expect(settled(BUILT_IN_RULEBOOK, FIELDS, branch)['organisation.certificate']).toBe('')
  })

  it('does not change an offered certificate, or any other answer', () => {
    const answers = {
      'organisation.type': 'BRANCH',
      'organisation.certificate': 'BUSINESS_LICENCE',
      'legalRep.name': '',
    }
    expect(settled(BUILT_IN_RULEBOOK, FIELDS, answers)).toEqual(answers)
  })
})

describe('firstShown', () => {
  it('never replaces what is shown, and fills an empty answer with what was read', () => {
    const first = { 'person.name': '王小明', 'person.validFrom': '' }
    const filled = firstShown(first, { 'person.name': '王晓明', 'person.validFrom': '2020-01-01' })
    expect(filled).toEqual({ 'person.name': '王小明', 'person.validFrom': '2020-01-01' })
    expect(firstShown(filled, { 'person.validFrom': '2021-01-01' })).toBe(filled)
  })

  it('keeps what was read when it is read no more, because it was saved', () => {
    const filled = firstShown({}, { 'person.name': '王小明' })
    expect(firstShown(filled, {})).toBe(filled)
  })

  it('is the same where nothing was read', () => {
    const first = { 'person.name': '' }
    expect(firstShown(first, { 'person.name': '' })).toBe(first)
  })
})

describe('isShown', () => {
  it('follows the answers', () => {
    expect(shown({})).not.toContain('organisation.code')
    expect(shown({ 'organisation.certificate': 'BUSINESS_LICENCE' })).toContain('organisation.code')
    expect(shown({ 'legalRep.idType': 'PASSPORT' })).toContain('legalRep.birthDate')
    expect(shown({ 'legalRep.idType': 'RESIDENT_ID' })).not.toContain('legalRep.birthDate')
    expect(shown({ 'admin.isLegalRep': 'YES' })).not.toContain('admin.name')
    expect(shown({ 'admin.isLegalRep': 'NO' })).toContain('admin.name')
    expect(shown({ 'use.onBehalf': 'OWN_USE' })).not.toContain('principal.name')
    expect(shown({ 'use.onBehalf': 'ON_BEHALF' })).toContain('principal.name')
  })
})
