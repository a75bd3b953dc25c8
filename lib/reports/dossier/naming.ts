import 'server-only'
import type { Story } from '@/lib/cases/read-story'
import type { StoryPart } from '@/lib/cases/story-rounds'
import type { Locale } from '@/lib/core/languages/locales'
import { LONG_TERM } from '@/lib/rulebook/long-term'
import { fieldName as nameOfField, partName as nameOfPart } from '@/lib/rulebook/part-names'
import type { DossierWords } from './dossier-words'
import type { DossierPerson } from './people'
import type { DossierAnswer } from './read-dossier'

/**
 * Roles that a capability implies: it shows the role in which something was done, even if the person has another today.
 */
const ROLE_OF: Readonly<Record<string, string>> = {
  'review.decide': 'REVIEWER',
  'review.lead': 'LEAD',
  'qualification.govern': 'ADMIN',
  'document.export': 'ADMIN',
  'privacy.manage': 'ADMIN',
}

/** The names of things and people in a dossier. */
export type Naming = ReturnType<typeof namingIn>

type Named = Pick<StoryPart, 'kind' | 'fieldGroup' | 'documentKind' | 'signature'>

export function namingIn(
  { say, locale }: Pick<DossierWords, 'say' | 'locale'>,
  { rules, answers }: Story['naming'],
  people: ReadonlyMap<string, DossierPerson>,
) {
  const namesOfRoles = (roles: readonly string[]) =>
    roles.map((role) => say(`access.roles.${role}.name`)).join(say('dossier.and'))

  const partName = ({ signature, ...part }: Named): string =>
    nameOfPart(say, { ...part, signatureText: signature?.text }, { rules, answers })

  const fieldName = (key: string): string => nameOfField(say, key, answers)

  const dateOf = (date: string) => (date === LONG_TERM ? say('common.values.longTerm') : date)

  const answer = ({ key, type, value }: DossierAnswer): string => {
    if (value === '') return say('common.values.notGiven')
    if (type === 'CHOICE' || type === 'CHOICES') {
      const options = value.split(',').map((option) => say(`rulebook.options.${key}.${option}`))
      return options.join(say('dossier.and'))
    }
    return type === 'DATE_OR_LONG_TERM' ? dateOf(value) : value
  }

  /** Returns the name and role, or for an applicant the number. @param capabilities those that the act used */
  const who = (kind: string, id: string | null, capabilities: readonly string[] = []): string => {
    if (kind === 'SYSTEM') return say('dossier.who.system')
    const person = people.get(id ?? '')
    if (!person) return say('dossier.who.unknown')
    if (kind === 'CLIENT') return say('dossier.who.client', { name: person.name ?? '' })
    if (!person.isStaff || capabilities.includes('qualification.own')) {
      return person.phone ? say('dossier.who.applicant', { phone: person.phone }) : say('dossier.who.erased')
    }
    const acted = capabilities.flatMap((capability) => ROLE_OF[capability] ?? [])
    const name = person.name ?? say('dossier.who.unnamed')
    const roles = namesOfRoles(acted.length > 0 ? acted : person.roles)
    return roles === '' ? name : say('dossier.who.staff', { name, roles })
  }

  const named = (name: string | null, role: string): string =>
    say('dossier.who.staff', { name: name ?? say('dossier.who.unnamed'), roles: say(`access.roles.${role}.name`) })
  /** Returns the name and role of a reviewer, of whom decisions and status changes record no more than the name. */
  const reviewer = (name: string | null) => named(name, 'REVIEWER')
  const governor = (name: string | null) => named(name, 'ADMIN')

  const said = (words: Readonly<Record<Locale, string>>) => words[locale]

  return { partName, fieldName, dateOf, answer, who, reviewer, governor, said }
}
