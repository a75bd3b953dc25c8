import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { Card } from '@/components/ui/card'
import { DescriptionList } from '@/components/ui/description-list'
import type { PersonActor } from '@/lib/auth/actor'
import { type AccountLabel, readMembers } from '@/lib/members/queries'
import { readOwnNotices } from '@/lib/notifications/queries'
import { readOwnConsents } from '@/lib/privacy/read-own-consents'
import { countOwnSessions } from '@/lib/privacy/read-own-data'

type Props = { actor: PersonActor; accounts: readonly AccountLabel[] }

/** What is kept of who signs in. */
export async function AccountData({ actor, accounts }: Props) {
  const [notices, consents, sessions, members, t] = await Promise.all([
    readOwnNotices(actor),
    readOwnConsents(actor),
    countOwnSessions(actor),
    Promise.all(accounts.map(({ id }) => readMembers(actor, id))),
    getTranslations('myData.account'),
  ])
  const link = (href: string, label: string) => (
    <Link href={href} className="link inline-flex min-h-11 items-center sm:min-h-0">
      {label}
    </Link>
  )
  const given = consents.filter(({ isGiven }) => isGiven).length
  return (
    <Card title={t('title')}>
      <p className="max-w-measure text-sm text-text-muted">{t('why')}</p>
      <DescriptionList
        className="mt-2"
        items={[
          { term: t('phone'), value: <span className="numeric">{notices.phone ?? t('noPhone')}</span> },
          { term: t('email'), value: <span className="wrap-anywhere">{notices.email ?? t('noEmail')}</span> },
          {
            term: t('members'),
            value: members.map((one) => t('membersOf', { count: one.members.length })).join('\n'),
            action: link('/account', t('membersLink')),
          },
          {
            term: t('consents'),
            value: t('consentsGiven', { given, all: consents.length }),
            action: link('/my-data/consents', t('consentsLink')),
          },
          { term: t('messages'), value: t('messagesText') },
          { term: t('sessions'), value: t('sessionsText', sessions) },
        ]}
      />
    </Card>
  )
}
