import { useFormatter, useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { DescriptionList } from '@/components/ui/description-list'
import { ViewerTime } from '@/components/ui/viewer-time'
import type { readPerson } from '@/lib/accounts/queries'
import { capabilitiesOf } from '@/lib/auth/capabilities'

type Person = NonNullable<Awaited<ReturnType<typeof readPerson>>>

/** Who it is, and what their roles come to. */
export function PersonFacts({ person }: { person: Person }) {
  const t = useTranslations('admin.person')
  const tRoles = useTranslations('access.roles')
  const tCapabilities = useTranslations('access.capabilities')
  const format = useFormatter()
  const { email, roles, createdAt, disabledAt } = person
  const may = (
    <ul>
      {capabilitiesOf(roles).map((capability) => (
        <li key={capability}>{tCapabilities(capability)}</li>
      ))}
    </ul>
  )
  return (
    <Card>
      <DescriptionList
        items={[
          { term: t('email'), value: email },
          {
            term: t('roles'),
            value: format.list(roles.map((role) => tRoles(`${role}.name`))),
          },
          { term: t('may'), value: may },
          { term: t('joined'), value: <ViewerTime at={createdAt} /> },
          ...(disabledAt ? [{ term: t('disabledAt'), value: <ViewerTime at={disabledAt} /> }] : []),
        ]}
      />
    </Card>
  )
}
