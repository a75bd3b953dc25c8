import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { choosePreference } from '@/app/preferences'
import { PageHeader } from '@/components/layout/page-header'
import { PublicShell } from '@/components/layout/public-shell'
import { Alert } from '@/components/ui/alert'
import { EmptyState } from '@/components/ui/empty-state'
import { Moment } from '@/components/ui/moment'
import { Table, TableHead } from '@/components/ui/table'
import { isLocalVisitor } from '@/lib/notifications/gateways/local-visitor'
import { readOutbox } from '@/lib/notifications/outbox/read-outbox'
import { arrival } from '@/lib/web/request'

export async function generateMetadata() {
  return { title: (await getTranslations('auth.outbox'))('title') }
}

/** The messages that did not leave. For this machine only: neither another name nor a proxy reaches it. */
export default async function OutboxPage() {
  if (!isLocalVisitor(await arrival())) notFound()
  const messages = await readOutbox()
  if (!messages) notFound()

  const t = await getTranslations('auth.outbox')
  return (
    <PublicShell homeHref="/" width="page" preferences={{ setLocale: choosePreference, setTheme: choosePreference }}>
      <PageHeader title={t('title')} />
      <Alert tone="warning" className="mb-6">
        {t('warning')}
      </Alert>
      {messages.length === 0 ? (
        <EmptyState title={t('empty')}>{t('emptyText')}</EmptyState>
      ) : (
        <Table caption={t('caption')}>
          <TableHead headings={[t('time'), t('to'), t('text')]} />
          <tbody>
            {messages.map(({ id, createdAt, to, subject, text }) => (
              <tr key={id}>
                <td>
                  <Moment at={createdAt} isExact />
                </td>
                <td className="numeric whitespace-nowrap">{to}</td>
                <td className="min-w-72 whitespace-pre-line">
                  {subject && <strong className="mb-2 block">{subject}</strong>}
                  {text}
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </PublicShell>
  )
}
