'use client'
import { useTranslations } from 'next-intl'
import { Outcome } from '@/app/_components/outcome'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { Card } from '@/components/ui/card'
import type { EndpointView } from '@/lib/integrations/webhooks/queries'
import { EndpointFields, useHasProblem } from '../../_components/endpoint-fields'
import { edit } from '../../actions'

export function EditForm({ endpoint }: { endpoint: Pick<EndpointView, 'id' | 'description' | 'url' | 'events'> }) {
  const t = useTranslations('webhooks.edit')
  const [result, action] = useFormAction(edit)
  const hasProblem = useHasProblem(result)
  return (
    <Card>
      <details open={result !== null}>
        <summary className="cursor-pointer font-medium">{t('title')}</summary>
        {/* What was saved is what the form starts with. */}
        <form key={JSON.stringify(endpoint)} action={action} noValidate className="mt-4 flex flex-col gap-4">
          {hasProblem ? null : <Outcome result={result} retry={action} done={() => t('done')} />}
          <p className="text-text-muted">{t('about')}</p>
          <input type="hidden" name="endpointId" value={endpoint.id} />
          <EndpointFields result={result} stored={endpoint} />
          <div>
            <SubmitButton variant="secondary">{t('submit')}</SubmitButton>
          </div>
        </form>
      </details>
    </Card>
  )
}
