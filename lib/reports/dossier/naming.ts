import 'server-only'
import { capabilitiesOf } from '@/lib/actor/capabilities'
import type { Story } from '@/lib/cases/read-story'
import type { StoryPart } from '@/lib/cases/story-rounds'
import type { Locale } from '@/lib/core/languages/locales'
import type { StaffRole } from '@/lib/db/generated/enums'
import { LONG_TERM } from '@/lib/rulebook/long-term'
import { fieldName as nameOfField, partName as nameOfPart } from '@/lib/rulebook/part-names'
import type { DossierWords } from './dossier-words'
import type { DossierPerson } from './people'
import type { DossierEvent } from './read-activity'
import type { DossierAnswer } from './read-dossier'

/** Says which role a capability implies, where the log has no role of the person that has it. */
const ROLE_OF: Readonly<Record<string, string>> = {
  'review.decide': 'REVIEWER',
  'review.lead': 'LEAD',
  'qualification.govern': 'ADMIN',
  'document.export': 'ADMIN',
  'privacy.manage': 'ADMIN',
}

/** Returns the roles in which somebody acted: those that they had and that allowed it, otherwise all that they had. */
function rolesOfAct(held: readonly StaffRole[], capabilities: readonly string[]): readonly string[] {
  const allowing = held.filter((role) => capabilitiesOf([role]).some((capability) => capabilities.includes(capability)))
  if (allowing.length > 0) return allowing
  const implied = capabilities.flatMap((capability) => ROLE_OF[capability] ?? [])
  return implied.length > 0 ? implied : held
}

/** Names the things and people in a dossier. */
export type Naming = ReturnType<typeof namingIn>

type Named = Pick<StoryPart, 'kind' | 'fieldGroup' | 'documentKind' | 'signature'>

export function namingIn(
  { say, locale }: Pick<DossierWords, 'say' | 'locale'>,
  { rules, answers }: Story['naming'],
  people: ReadonlyMap<string, DossierPerson>,
  decisions: ReadonlyMap<number, DossierEvent> = new Map(),
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

  /**
   * Returns the name and the role of then, or for an applicant the number.
   *
   * @param capabilities those that the act used
   */
  const who = (kind: string, id: string | null, capabilities: readonly string[] = [], at?: Date): string => {
    if (kind === 'SYSTEM') return say('dossier.who.system')
    const person = people.get(id ?? '')
    if (!person) return say('dossier.who.unknown')
    if (kind === 'CLIENT') return say('dossier.who.client', { name: person.name ?? '' })
    if (!person.isStaff || capabilities.includes('qualification.own')) {
      return person.phone ? say('dossier.who.applicant', { phone: person.phone }) : say('dossier.who.erased')
    }
    const name = person.name ?? say('dossier.who.unnamed')
    const roles = namesOfRoles(rolesOfAct(at ? person.rolesAt(at) : [], capabilities))
    return roles === '' ? name : say('dossier.who.staff', { name, roles })
  }

  const named = (name: string | null, role: string): string =>
    say('dossier.who.staff', { name: name ?? say('dossier.who.unnamed'), roles: say(`access.roles.${role}.name`) })
  /**
   * Returns the name and role of the person who decided a revision; where its event is not among the shown ones, as a
   * reviewer.
   */
  const reviewer = (name: string | null, revision: number) => {
    const event = decisions.get(revision)
    return event ? who(event.actorKind, event.actorId, event.capabilities, event.at) : named(name, 'REVIEWER')
  }
  const governor = (name: string | null) => named(name, 'ADMIN')

  const said = (words: Readonly<Record<Locale, string>>) => words[locale]

  return { partName, fieldName, dateOf, answer, who, reviewer, governor, said }
}
