'use client'
import { useTranslations } from 'next-intl'
import { problemsOf } from '@/app/(admin)/_components/problems-of'
import { ChoiceCards } from '@/components/forms/choice-cards'
import { textsIn } from '@/components/forms/sent'
import { TextField } from '@/components/forms/text-field'
import { textOf } from '@/components/forms/text-of'
import type { ActionResult } from '@/lib/core/forms/action-result'
import { CHOOSABLE } from '@/lib/integrations/webhooks/choices'
import type { EndpointView } from '@/lib/integrations/webhooks/queries'

type Props = {
  result: ActionResult<unknown> | null
  stored: Pick<EndpointView, 'description' | 'url'> & { events: readonly string[] }
}

/** Asks for the name of an endpoint, its address and its events. What was typed stays when it is refused. */
export function EndpointFields({ result, stored }: Props) {
  const t = useTranslations('webhooks')
  const problemOf = problemsOf(result, useTranslations('webhooks.problems'))
  const refused = result && !result.ok ? result : null
  const sent = refused?.sent ?? {}
  return (
    <>
      <TextField
        name="description"
        label={t('create.description')}
        hint={t('create.descriptionHint')}
        error={problemOf('description')}
        required
        width="half"
        defaultValue={refused ? textOf(sent.description) : stored.description}
      />
      <TextField
        name="url"
        label={t('create.url')}
        hint={t('create.urlHint')}
        error={problemOf('url')}
        required
        inputMode="url"
        spellCheck={false}
        className="max-w-160"
        defaultValue={refused ? textOf(sent.url) : stored.url}
      />
      <ChoiceCards
        type="checkbox"
        name="events"
        legend={t('create.events')}
        error={problemOf('events')}
        columns={2}
        defaultValues={refused ? textsIn(sent, 'events') : stored.events}
        choices={CHOOSABLE.map((event) => ({ value: event, label: t(`events.${event}`) }))}
      />
    </>
  )
}

/** Returns whether a field says what is wrong. */
export function useHasProblem(result: ActionResult<unknown> | null): boolean {
  const problemOf = problemsOf(result, useTranslations('webhooks.problems'))
  return ['description', 'url', 'events'].some((name) => problemOf(name))
}
