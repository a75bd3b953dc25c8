import { useFormatter, useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { DescriptionList } from '@/components/ui/description-list'
import { ViewerTime } from '@/components/ui/viewer-time'
import type { readPerson } from '@/lib/accounts/queries'
import { CapabilityList } from '../../../_components/capability-list'

type Person = NonNullable<Awaited<ReturnType<typeof readPerson>>>

/** Who it is, and what their roles come to. */
export function PersonFacts({ person }: { person: Person }) {
  const t = useTranslations('admin.person')
  const tRoles = useTranslations('access.roles')
  const format = useFormatter()
  const { email, roles, createdAt, disabledAt, blockedAt } = person
  return (
    <Card>
      <DescriptionList
        items={[
          { term: t('email'), value: email },
          {
            term: t('roles'),
            value: format.list(roles.map((role) => tRoles(`${role}.name`))),
          },
          { term: t('may'), value: <CapabilityList roles={roles} /> },
          { term: t('joined'), value: <ViewerTime at={createdAt} /> },
          ...(blockedAt ? [{ term: t('blockedAt'), value: <ViewerTime at={blockedAt} /> }] : []),
          ...(disabledAt ? [{ term: t('disabledAt'), value: <ViewerTime at={disabledAt} /> }] : []),
        ]}
      />
    </Card>
  )
}
