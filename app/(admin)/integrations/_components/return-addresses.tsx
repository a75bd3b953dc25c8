'use client'
import { useTranslations } from 'next-intl'
import { Outcome } from '@/app/_components/outcome'
import { problemsOf } from '@/app/(admin)/_components/problems-of'
import { SubmitButton } from '@/components/forms/submit-button'
import { TextField } from '@/components/forms/text-field'
import { textOf } from '@/components/forms/text-of'
import { useFormAction } from '@/components/forms/use-form-action'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { EmptyState } from '@/components/ui/empty-state'
import { Moment } from '@/components/ui/moment'
import { Table, TableHead } from '@/components/ui/table'
import type { ReturnAddressView } from '@/lib/integrations/return-addresses/allowed-addresses'
import { addAddress, removeAddress } from '../actions'

type Props = { addresses: readonly ReturnAddressView[] }

/** Shows the addresses to which customers are returned, adds one, and removes them. */
export function ReturnAddresses({ addresses }: Props) {
  const t = useTranslations('integrations.returns')
  return (
    <Card title={t('title')}>
      <div className="flex flex-col gap-4">
        <p className="text-text-muted">{t('lead')}</p>
        <AddressTable addresses={addresses} />
        <AddForm />
      </div>
    </Card>
  )
}

function AddressTable({ addresses }: Props) {
  const t = useTranslations('integrations.returns')
  const tBy = useTranslations('integrations')
  const [result, action] = useFormAction(removeAddress)
  return (
    <>
      <Outcome result={result} retry={action} done={() => t('removed')} />
      {addresses.length === 0 ? (
        <EmptyState title={t('empty.title')}>{t('empty.text')}</EmptyState>
      ) : (
        <Table caption={t('table')}>
          <TableHead headings={[t('columns.address'), t('columns.made'), t('columns.act')]} />
          <tbody>
            {addresses.map(({ id, address, createdAt, createdBy }) => (
              <tr key={id}>
                <th scope="row">
                  <code className="text-xs wrap-anywhere">{address}</code>
                </th>
                <td className="numeric text-text-muted">
                  {tBy.rich('by', { name: createdBy ?? '—', time: () => <Moment at={createdAt} /> })}
                </td>
                <td>
                  <ConfirmDialog
                    trigger={t('remove')}
                    triggerLabel={t('removeOf', { address })}
                    triggerVariant="danger-quiet"
                    triggerSize="small"
                    isDangerous
                    title={t('removeTitle')}
                    confirmLabel={t('removeConfirm')}
                    action={action}
                    values={{ addressId: id }}
                  >
                    {t('removeText', { address })}
                  </ConfirmDialog>
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </>
  )
}

/** Adds an address. What was typed stays when it is refused. */
function AddForm() {
  const t = useTranslations('integrations.returns')
  const [result, action] = useFormAction(addAddress)
  const error = problemsOf(result, useTranslations('integrations.problems'), 'address')('address')
  const sent = result && !result.ok ? result.sent : {}
  return (
    <form key={result?.ok ? result.value.id : ''} action={action} noValidate className="flex flex-col gap-4">
      {error ? null : <Outcome result={result} retry={action} done={({ address }) => t('added', { address })} />}
      <TextField
        name="address"
        label={t('label')}
        hint={t('hint')}
        error={error}
        required
        inputMode="url"
        spellCheck={false}
        className="max-w-120"
        defaultValue={textOf(sent.address)}
      />
      <div>
        <SubmitButton>{t('submit')}</SubmitButton>
      </div>
    </form>
  )
}
