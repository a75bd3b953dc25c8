'use client'
import { useTranslations } from 'next-intl'
import { ChoiceCards } from '@/components/forms/choice-cards'

/** Lets a person choose whether a key or an endpoint is for test accounts. */
export function ModeField({ of, defaultValue }: { of: 'integrations' | 'webhooks'; defaultValue: string }) {
  const t = useTranslations(`${of}.modes`)
  return (
    <ChoiceCards
      type="radio"
      name="isTest"
      legend={t('legend')}
      columns={2}
      defaultValues={[defaultValue || 'false']}
      choices={[
        { value: 'false', label: t('LIVE.name'), hint: t('LIVE.about') },
        { value: 'true', label: t('TEST.name'), hint: t('TEST.about') },
      ]}
    />
  )
}
