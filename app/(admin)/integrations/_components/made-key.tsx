'use client'
import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { CopyField } from '@/components/ui/copy-field'

/** Shows a new key: it is stored nowhere, so that nothing can show it again. */
export function MadeKey({ name, secret }: { name: string; secret: string }) {
  const t = useTranslations('integrations.made')
  return (
    <Alert tone="success" isLive title={t('title', { name })}>
      <CopyField
        label={t('key')}
        value={secret}
        words={{ copy: t('copy'), copied: t('copied'), copyByHand: t('copyByHand') }}
      />
      <ul className="mt-3 list-disc space-y-1 pl-5">
        <li>{t('once')}</li>
        <li>{t('store')}</li>
        <li>{t('rotate')}</li>
      </ul>
    </Alert>
  )
}
