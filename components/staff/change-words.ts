import { useFormatter, useTranslations } from 'next-intl'
import type { WaitingChange } from '@/lib/staff/access-changes/waiting-changes'

type Change = Pick<WaitingChange, 'kind' | 'name' | 'isInvitation' | 'gained' | 'lost'>

/** Returns a change of access in words, and what else it changes. */
export function useChangeWords({ kind, name, isInvitation, gained, lost }: Change) {
  const t = useTranslations('admin.changes')
  const tRoles = useTranslations('access.roles')
  const tPeople = useTranslations('admin.people')
  const format = useFormatter()
  const named = (roles: Change['gained']) => format.list(roles.map((role) => tRoles(`${role}.name`)))
  const person = isInvitation ? t('invited') : (name ?? tPeople('nameless'))
  const isRemoval = kind === 'REMOVE_ROLES'
  const rest = isRemoval ? gained : lost
  return {
    what: t(`what.${kind}`, { name: person, roles: named(isRemoval ? lost : gained) }),
    also: rest.length > 0 ? t(isRemoval ? 'alsoGrants' : 'alsoRemoves', { roles: named(rest) }) : null,
  }
}
