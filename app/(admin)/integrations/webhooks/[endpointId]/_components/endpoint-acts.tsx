'use client'
import { useTranslations } from 'next-intl'
import { Outcome } from '@/app/_components/outcome'
import { Refusal } from '@/app/_components/refusal'
import { ChoiceCards } from '@/components/forms/choice-cards'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { OVERLAPS } from '@/lib/integrations/webhooks/choices'
import type { EndpointView } from '@/lib/integrations/webhooks/queries'
import { SecretField } from '../../_components/secret-field'
import { remove, rotate, setState, test } from '../../actions'

type Endpoint = Pick<EndpointView, 'id' | 'state' | 'waiting'> & { name: string }

export function EndpointActs({ endpoint }: { endpoint: Endpoint }) {
  const t = useTranslations('webhooks')
  const { id: endpointId, name, state } = endpoint
  const [tested, sendTest] = useFormAction(test)
  const [turned, turnIt] = useFormAction(setState)
  const [removed, removeIt] = useFormAction(remove)
  return (
    <div className="flex flex-col gap-4">
      <Outcome result={tested} retry={sendTest} done={() => t('test.done')} />
      <Outcome result={turned} retry={turnIt} done={({ to }) => t(`turn.done.${to}`)} />
      <Refusal result={removed} retry={removeIt} />
      <div className="flex flex-wrap gap-2">
        {state === 'OFF' ? (
          <form action={turnIt}>
            <input type="hidden" name="endpointId" value={endpointId} />
            <input type="hidden" name="to" value="ON" />
            <SubmitButton>{t('turn.on')}</SubmitButton>
          </form>
        ) : (
          <>
            <form action={sendTest}>
              <input type="hidden" name="endpointId" value={endpointId} />
              <SubmitButton variant="secondary">{t('test.act')}</SubmitButton>
            </form>
            <ConfirmDialog
              trigger={t('turn.off')}
              title={t('turn.offTitle')}
              confirmLabel={t('turn.off')}
              action={turnIt}
              values={{ endpointId, to: 'OFF' }}
            >
              {t('turn.offText', { name })}
            </ConfirmDialog>
          </>
        )}
        <ConfirmDialog
          trigger={t('remove.act')}
          triggerVariant="danger-quiet"
          isDangerous
          title={t('remove.title')}
          confirmLabel={t('remove.confirm')}
          action={removeIt}
          values={{ endpointId }}
        >
          {t('remove.text', { name })}
        </ConfirmDialog>
      </div>
      <RotateForm endpointId={endpointId} />
    </div>
  )
}

/** Makes a new secret, which is shown here this once. */
function RotateForm({ endpointId }: { endpointId: string }) {
  const t = useTranslations('webhooks.rotate')
  const [result, action] = useFormAction(rotate)
  return (
    <Card>
      <details open={result !== null}>
        <summary className="cursor-pointer font-medium">{t('title')}</summary>
        <form action={action} className="mt-4 flex flex-col gap-4">
          <Refusal result={result} retry={action} />
          {result?.ok ? (
            <Alert tone="success" isLive title={t('done')}>
              <SecretField secret={result.value.secret} />
            </Alert>
          ) : null}
          <input type="hidden" name="endpointId" value={endpointId} />
          <ChoiceCards
            type="radio"
            name="overlap"
            legend={t('overlap')}
            columns={2}
            defaultValues={['DAY']}
            choices={OVERLAPS.map((value) => ({ value, label: t(`overlaps.${value}`) }))}
          />
          <div>
            <SubmitButton variant="secondary">{t('submit')}</SubmitButton>
          </div>
        </form>
      </details>
    </Card>
  )
}
