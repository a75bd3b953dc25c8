import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { Card } from '@/components/ui/card'
import { DescriptionList } from '@/components/ui/description-list'
import { Moment } from '@/components/ui/moment'
import { type AccountLabel, readMembers } from '@/lib/accounts/members/queries'
import { readOwnNotices } from '@/lib/accounts/notices/queries'
import type { PersonActor } from '@/lib/actor/actor'
import { readOwnConsents } from '@/lib/privacy/consents/read-own-consents'
import { countOwnSessions } from '@/lib/privacy/own-data/read-own-data'
import { readOwnSignIn } from '@/lib/sign-in/queries'

type Props = { actor: PersonActor; accounts: readonly AccountLabel[] }

/** Shows what is stored about the person who signs in. */
export async function AccountData({ actor, accounts }: Props) {
  const [notices, consents, sessions, members, signIn, t, tFactors] = await Promise.all([
    readOwnNotices(actor),
    readOwnConsents(actor),
    countOwnSessions(actor),
    Promise.all(accounts.map(({ id }) => readMembers(actor, id))),
    readOwnSignIn(actor),
    getTranslations('myData.account'),
    getTranslations('factors.security'),
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
          {
            term: t('passkeys'),
            value:
              signIn.passkeys.length === 0 ? (
                t('noPasskeys')
              ) : (
                <ul className="flex flex-col gap-2">
                  {signIn.passkeys.map(({ id, name, createdAt, lastUsedAt }) => (
                    <li key={id}>
                      <p className="wrap-anywhere">{name}</p>
                      <p className="text-text-muted">
                        {tFactors.rich('since', { time: () => <Moment at={createdAt} /> })} ·{' '}
                        {lastUsedAt
                          ? tFactors.rich('used', { time: () => <Moment at={lastUsedAt} /> })
                          : tFactors('unused')}
                      </p>
                    </li>
                  ))}
                </ul>
              ),
            action: link('/account/sign-in', t('passkeysLink')),
          },
        ]}
      />
    </Card>
  )
}
