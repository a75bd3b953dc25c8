import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { EmptyState } from '@/components/ui/empty-state'
import { Moment } from '@/components/ui/moment'
import { StatusBadge } from '@/components/ui/status-badge'
import { Table, TableHead } from '@/components/ui/table'
import { listCases } from '@/lib/sign-in/recovery/read-cases'
import { pageActor } from '@/lib/web/session'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('review.accessCases'))('title') }
}

export default async function AccessCasesPage() {
  const actor = await pageActor('review.decide')
  const [{ waiting, decided }, t] = await Promise.all([listCases(actor), getTranslations('review.accessCases')])
  return (
    <PageBody>
      <PageHeader title={t('title')} lead={t('lead')} />
      <section className="mb-6">
        <h2 className="mb-2 text-base font-semibold">{t('waiting')}</h2>
        {waiting.length === 0 ? (
          <EmptyState title={t('empty')}>{t('emptyText')}</EmptyState>
        ) : (
          <Table caption={t('waiting')}>
            <TableHead headings={[t('reference'), t('kind'), t('since')]} />
            <tbody>
              {waiting.map(({ id, reference, kind, submittedAt }) => (
                <tr key={id}>
                  <td>
                    <Link className="link" href={`/access-cases/${id}`}>
                      {reference}
                    </Link>
                  </td>
                  <td>{t(`kinds.${kind}`)}</td>
                  <td className="numeric">{submittedAt ? <Moment at={submittedAt} /> : null}</td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </section>
      {decided.length > 0 ? (
        <section>
          <h2 className="mb-2 text-base font-semibold">{t('decided')}</h2>
          <Table caption={t('decided')}>
            <TableHead headings={[t('reference'), t('kind'), t('decision'), t('by'), t('at')]} />
            <tbody>
              {decided.map(({ id, reference, kind, state, decidedBy, decidedAt }) => (
                <tr key={id}>
                  <td>
                    <Link className="link" href={`/access-cases/${id}`}>
                      {reference}
                    </Link>
                  </td>
                  <td>{t(`kinds.${kind}`)}</td>
                  <td>
                    <StatusBadge tone={state === 'GRANTED' ? 'success' : 'danger'}>{t(`states.${state}`)}</StatusBadge>
                  </td>
                  <td>{decidedBy}</td>
                  <td className="numeric">{decidedAt ? <Moment at={decidedAt} /> : null}</td>
                </tr>
              ))}
            </tbody>
          </Table>
        </section>
      ) : null}
    </PageBody>
  )
}
