import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import type { AccountLabel } from '@/lib/accounts/members/queries'
import type { OwnRequest } from '@/lib/privacy/erasure/read-own-requests'
import { Requests } from './requests'
import { useAccountNames } from './use-account-names'

type Props = {
  accounts: readonly AccountLabel[]
  requests: readonly OwnRequest[]
  /** Says what became of a request made a moment ago. */
  outcome: 'DONE' | 'WAITING' | null
}

/** Shows how to have everything erased, and what became of earlier requests. */
export function Erasure({ accounts, requests, outcome }: Props) {
  const t = useTranslations('myData.erasure')
  const nameOf = useAccountNames()
  return (
    <Card id="erasure" title={t('title')}>
      {outcome ? (
        <Alert tone={outcome === 'DONE' ? 'success' : 'info'} className="mb-4">
          {t(`requested.${outcome}`)}
        </Alert>
      ) : null}
      <p className="max-w-measure text-text-muted">{t('text')}</p>
      <div className="mt-4 flex flex-wrap gap-3">
        {accounts.map((account) => (
          <Button key={account.id} asChild variant="danger-quiet" className="shrink py-2 text-left whitespace-normal">
            <Link href={`/my-data/erase?account=${account.id}`}>
              {accounts.length === 1 ? t('all') : t('allOf', { account: nameOf(account) })}
            </Link>
          </Button>
        ))}
      </div>
      {requests.length > 0 ? (
        <div className="mt-5 border-t pt-4">
          <h3 className="font-semibold">{t('requests')}</h3>
          <Requests requests={requests} />
        </div>
      ) : null}
    </Card>
  )
}
