import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { PersonStatus } from '@/components/staff/person-status'
import { Alert } from '@/components/ui/alert'
import { Breadcrumbs } from '@/components/ui/breadcrumbs'
import { TWO_ADMINISTRATOR_ROLES } from '@/lib/accounts/access-change'
import { readRemovalRule } from '@/lib/staff/access-changes/removal-rule'
import { listWaitingChanges } from '@/lib/staff/access-changes/waiting-changes'
import { readPerson } from '@/lib/staff/invitations/queries'
import { pageActor } from '@/lib/web/session'
import { AccessCard } from './_components/access-card'
import { ChangeNotice } from './_components/change-notice'
import { FactorsCard } from './_components/factors-card'
import { PersonFacts } from './_components/person-facts'
import { RolesForm } from './_components/roles-form'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('admin.person'))('title') }
}

export default async function PersonPage({ params }: PageProps<'/people/[userId]'>) {
  const actor = await pageActor('people.manage')
  const person = await readPerson(actor, (await params).userId)
  if (!person) notFound()
  const [rule, changes, t, tPeople] = await Promise.all([
    readRemovalRule(actor, person),
    listWaitingChanges(actor),
    getTranslations('admin.person'),
    getTranslations('admin.people'),
  ])
  const waiting = changes.find((change) => change.userId === person.id)
  const isSensitive = person.roles.some((role) => TWO_ADMINISTRATOR_ROLES.includes(role))
  const name = person.name ?? tPeople('nameless')
  const { id: userId, roles, status } = person
  return (
    <PageBody>
      <PageHeader
        title={name}
        status={<PersonStatus status={status} />}
        above={<Breadcrumbs link={Link} items={[{ label: tPeople('title'), href: '/people' }, { label: name }]} />}
      />
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,26rem)_minmax(0,46rem)]">
        <PersonFacts person={person} />
        {person.isSelf ? (
          <div className="flex flex-col gap-5">
            {waiting ? <ChangeNotice change={waiting} /> : null}
            <Alert title={t('selfTitle')}>{t('selfText')}</Alert>
          </div>
        ) : (
          <div className="flex flex-col gap-5">
            {waiting ? <ChangeNotice change={waiting} /> : null}
            <RolesForm userId={userId} roles={roles} rule={rule} />
            <AccessCard
              {...{ userId, name, status, rule, isSensitive }}
              isRequested={waiting?.kind === 'DISABLE' || waiting?.kind === 'ENABLE'}
            />
            <FactorsCard userId={userId} name={name} hasFactor={person.hasFactor} rule={rule} />
          </div>
        )}
      </div>
    </PageBody>
  )
}
