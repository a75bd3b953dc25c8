import { useFormatter, useTranslations } from 'next-intl'
import { CapabilityList } from '@/components/staff/capability-list'
import { Card } from '@/components/ui/card'
import { DescriptionList } from '@/components/ui/description-list'
import { Moment } from '@/components/ui/moment'
import type { readPerson } from '@/lib/staff/invitations/queries'

type Person = NonNullable<Awaited<ReturnType<typeof readPerson>>>

/** Shows who a person is, and what their roles permit together, unless they are shut out. */
export function PersonFacts({ person }: { person: Person }) {
  const t = useTranslations('admin.person')
  const tRoles = useTranslations('access.roles')
  const format = useFormatter()
  const { email, roles, status, createdAt, disabledAt, blockedAt } = person
  return (
    <Card>
      <DescriptionList
        items={[
          { term: t('email'), value: email },
          {
            term: t('roles'),
            value: format.list(roles.map((role) => tRoles(`${role}.name`))),
          },
          { term: t('may'), value: status === 'ACTIVE' ? <CapabilityList roles={roles} /> : t('mayNothing') },
          { term: t('joined'), value: <Moment at={createdAt} /> },
          ...(blockedAt ? [{ term: t('blockedAt'), value: <Moment at={blockedAt} /> }] : []),
          ...(disabledAt ? [{ term: t('disabledAt'), value: <Moment at={disabledAt} /> }] : []),
        ]}
      />
    </Card>
  )
}
