import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import type { AccountLabel } from '@/lib/members/queries'
import { useAccountNames } from './use-account-names'

/** All of an account in one file. */
export function ExportLinks({ accounts }: { accounts: readonly AccountLabel[] }) {
  const t = useTranslations('myData.export')
  const nameOf = useAccountNames()
  return (
    <Card title={t('title')}>
      <p className="max-w-measure text-text-muted">{t('text')}</p>
      <div className="mt-4 flex flex-wrap gap-3">
        {accounts.map((account) => (
          <Button key={account.id} asChild className="shrink py-2 text-left whitespace-normal">
            <a href={`/api/my-data/export?account=${account.id}`} download>
              <Download aria-hidden />
              {accounts.length === 1 ? t('download') : t('downloadOf', { account: nameOf(account) })}
            </a>
          </Button>
        ))}
      </div>
    </Card>
  )
}
