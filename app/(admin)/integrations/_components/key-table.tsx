'use client'
import { useTranslations } from 'next-intl'
import { Outcome } from '@/app/_components/outcome'
import { useFormAction } from '@/components/forms/use-form-action'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { Moment } from '@/components/ui/moment'
import { StatusBadge } from '@/components/ui/status-badge'
import { Table, TableHead } from '@/components/ui/table'
import type { ApiKeyView } from '@/lib/integrations/queries'
import { revoke } from '../actions'

const COLUMNS = ['name', 'state', 'scopes', 'account', 'networks', 'expires', 'used', 'made', 'act'] as const

/** Lists the keys, also those that no longer work: who asks later what a key could do finds it here. */
export function KeyTable({ keys }: { keys: readonly ApiKeyView[] }) {
  const t = useTranslations('integrations')
  const [result, action] = useFormAction(revoke)
  return (
    <div className="flex flex-col gap-3">
      <Outcome result={result} retry={action} done={() => t('revoked')} />
      {keys.length === 0 ? (
        <EmptyState title={t('empty.title')}>{t('empty.text')}</EmptyState>
      ) : (
        <Table caption={t('table')}>
          <TableHead headings={COLUMNS.map((column) => t(`columns.${column}`))} />
          <tbody>
            {keys.map((key) => (
              <KeyRow key={key.id} apiKey={key} action={action} />
            ))}
          </tbody>
        </Table>
      )}
    </div>
  )
}

const TONES = { LIVE: 'success', EXPIRED: 'neutral', REVOKED: 'danger' } as const

function KeyRow({ apiKey, action }: { apiKey: ApiKeyView; action: (form: FormData) => void }) {
  const t = useTranslations('integrations')
  const { id, name, state, isTest, version, scopes, accountId, networks, expiresAt, lastUsedAt } = apiKey
  return (
    <tr>
      <th scope="row">
        <span className="inline-block max-w-60 min-w-32 py-1 whitespace-normal wrap-anywhere">
          {name}
          <span className="block text-xs font-normal whitespace-nowrap text-text-muted">
            {t('version', { version })}
          </span>
        </span>
      </th>
      <td>
        <span className="flex flex-wrap gap-1">
          <StatusBadge tone={TONES[state]}>{t(`states.${state}`)}</StatusBadge>
          {isTest ? <StatusBadge tone="info">{t('modes.test')}</StatusBadge> : null}
        </span>
      </td>
      <td className="min-w-64">{scopes.map((scope) => t(`scopes.${scope}.name`)).join(' · ')}</td>
      <td>{accountId ? <code className="text-xs">{accountId}</code> : t('allAccounts')}</td>
      <td>{networks.length > 0 ? <code className="text-xs">{networks.join(' ')}</code> : t('anywhere')}</td>
      <td className="numeric">{expiresAt ? <Moment at={expiresAt} /> : t('noEnd')}</td>
      <td className="numeric">{lastUsedAt ? <Moment at={lastUsedAt} /> : t('neverUsed')}</td>
      <td className="text-text-muted">
        <Origin apiKey={apiKey} />
      </td>
      <td>
        {state === 'REVOKED' ? null : (
          <ConfirmDialog
            trigger={t('revoke')}
            triggerLabel={t('revokeOf', { name })}
            triggerVariant="danger-quiet"
            triggerSize="small"
            isDangerous
            title={t('revokeTitle')}
            confirmLabel={t('revokeConfirm')}
            action={action}
            values={{ keyId: id }}
          >
            {t('revokeText', { name })}
          </ConfirmDialog>
        )}
      </td>
    </tr>
  )
}

function Origin({ apiKey: { createdAt, createdBy, revokedAt, revokedBy } }: { apiKey: ApiKeyView }) {
  const t = useTranslations('integrations')
  return (
    <>
      <span className="block">{t.rich('by', { name: createdBy ?? '—', time: () => <Moment at={createdAt} /> })}</span>
      {revokedAt ? (
        <span className="block">
          {t.rich('revokedBy', { name: revokedBy ?? '—', time: () => <Moment at={revokedAt} /> })}
        </span>
      ) : null}
    </>
  )
}
