import 'server-only'
import type { Locale } from '@/lib/i18n/locales'
import type { Story } from '@/lib/review/read-story'
import type { StoryPart } from '@/lib/review/story-rounds'
import { LONG_TERM } from '@/lib/rulebook/rulebook'
import { documentName, wordsOf } from '@/lib/rulebook/words'
import type { DossierWords } from './dossier-words'
import type { DossierPerson } from './people'
import type { DossierAnswer } from './read-dossier'

/** Roles that a capability tells of by itself: the one in which something was done, whatever its person is today. */
const ROLE_OF: Readonly<Record<string, string>> = {
  'review.decide': 'REVIEWER',
  'review.lead': 'LEAD',
  'qualification.govern': 'ADMIN',
  'document.export': 'ADMIN',
  'privacy.manage': 'ADMIN',
}

/** What things and people are called in a dossier. */
export type Naming = ReturnType<typeof namingIn>

type Named = Pick<StoryPart, 'kind' | 'fieldGroup' | 'documentKind' | 'signature'>

export function namingIn(
  { say, locale }: Pick<DossierWords, 'say' | 'locale'>,
  { rules, answers }: Story['naming'],
  people: ReadonlyMap<string, DossierPerson>,
) {
  const words = wordsOf(answers)
  const namesOfRoles = (roles: readonly string[]) =>
    roles.map((role) => say(`access.roles.${role}.name`)).join(say('dossier.and'))

  const partName = ({ kind, fieldGroup, documentKind, signature }: Named): string => {
    if (kind === 'FIELDS') return say(`rulebook.groups.${fieldGroup}.part`, words)
    if (kind === 'SAMPLE_MESSAGES') return say('rulebook.samples.part')
    if (kind === 'SENDER_SIGNATURE' || documentKind === null) {
      return signature ? say('rulebook.signatures.part', { text: signature.text }) : say('rulebook.signatures.title')
    }
    const name = documentName((key, values) => say(`rulebook.${key}`, values), rules, documentKind, answers)
    return signature ? say('common.refusal.evidenceOf', { name, text: signature.text }) : name
  }

  const fieldName = (key: string): string =>
    say.has(`review.mendables.${key}`) ? say(`review.mendables.${key}`) : say(`rulebook.fields.${key}.label`, words)

  const dateOf = (date: string) => (date === LONG_TERM ? say('common.values.longTerm') : date)

  const answer = ({ key, type, value }: DossierAnswer): string => {
    if (value === '') return say('common.values.notGiven')
    if (type === 'CHOICE' || type === 'CHOICES') {
      const options = value.split(',').map((option) => say(`rulebook.options.${key}.${option}`))
      return options.join(say('dossier.and'))
    }
    return type === 'DATE_OR_LONG_TERM' ? dateOf(value) : value
  }

  /** By name and role, an applicant by number. @param capabilities those that the act used */
  const who = (kind: string, id: string | null, capabilities: readonly string[] = []): string => {
    if (kind === 'SYSTEM') return say('dossier.who.system')
    const person = people.get(id ?? '')
    if (!person) return say('dossier.who.unknown')
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
  /** As decisions and turns know them: by name alone. */
  const reviewer = (name: string | null) => named(name, 'REVIEWER')
  const governor = (name: string | null) => named(name, 'ADMIN')

  const said = (words: Readonly<Record<Locale, string>>) => words[locale]

  return { partName, fieldName, dateOf, answer, who, reviewer, governor, said }
}
