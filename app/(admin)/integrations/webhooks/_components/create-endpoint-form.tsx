'use client'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Refusal } from '@/app/_components/refusal'
import { SubmitButton } from '@/components/forms/submit-button'
import { textOf } from '@/components/forms/text-of'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import { CHOOSABLE } from '@/lib/integrations/webhooks/choices'
import { ModeField } from '../../_components/mode-field'
import { create } from '../actions'
import { EndpointFields, useHasProblem } from './endpoint-fields'
import { SecretField } from './secret-field'

/** Adds an endpoint, whose secret is shown above the form this once. What was typed stays when it is refused. */
export function CreateEndpointForm() {
  const t = useTranslations('webhooks')
  const [result, action] = useFormAction(create)
  const hasProblem = useHasProblem(result)
  return (
    <Card title={t('create.title')}>
      {/* A form that added an endpoint is a new one. */}
      <form key={result?.ok ? result.value.id : ''} action={action} noValidate className="flex flex-col gap-4">
        {result?.ok ? <Made {...result.value} /> : null}
        {hasProblem ? null : <Refusal result={result} retry={action} />}
        <EndpointFields result={result} stored={{ description: '', url: '', events: CHOOSABLE }} />
        <ModeField of="webhooks" defaultValue={textOf(result && !result.ok ? result.sent.isTest : undefined)} />
        <div>
          <SubmitButton>{t('create.submit')}</SubmitButton>
        </div>
      </form>
    </Card>
  )
}

function Made({ id, name, secret }: { id: string; name: string; secret: string }) {
  const t = useTranslations('webhooks.made')
  return (
    <Alert tone="success" isLive title={t('title', { name })}>
      <SecretField secret={secret} />
      <p className="mt-3">
        <Link href={`/integrations/webhooks/${id}`} className="link">
          {t('open')}
        </Link>
      </p>
    </Alert>
  )
}
