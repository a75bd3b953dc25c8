'use client'
import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { CopyField } from '@/components/ui/copy-field'

/** Shows a link and its code, this once. */
export function MadeLink({ url, code }: { url: string; code: string }) {
  const t = useTranslations('forwarded.panel')
  const words = { copy: t('copy'), copied: t('copied'), copyByHand: t('copyByHand') }
  return (
    <Alert tone="success" className="mt-3">
      <CopyField label={t('link')} value={url} words={words} />
      <p className="mt-3">
        <span className="font-medium">{t('code')}</span>{' '}
        <span className="numeric ml-2 font-mono text-lg tracking-[0.3em]">{code}</span>
      </p>
      <p className="mt-3 max-w-measure">{t('separately')}</p>
    </Alert>
  )
}
