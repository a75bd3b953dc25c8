'use client'
import { useTranslations } from 'next-intl'
import { CopyField } from '@/components/ui/copy-field'

/** Shows a new secret: only a sealed copy is stored, which no page opens. */
export function SecretField({ secret }: { secret: string }) {
  const t = useTranslations('webhooks.secret')
  return (
    <>
      <CopyField
        label={t('label')}
        value={secret}
        words={{ copy: t('copy'), copied: t('copied'), copyByHand: t('copyByHand') }}
      />
      <ul className="mt-3 list-disc space-y-1 pl-5">
        <li>{t('once')}</li>
        <li>{t('store')}</li>
      </ul>
    </>
  )
}
