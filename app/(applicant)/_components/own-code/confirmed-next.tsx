import { useTranslations } from 'next-intl'

/** Says, before an act is started, that it is confirmed by a code or a passkey. */
export function ConfirmedNext() {
  const t = useTranslations('ownCode')
  return <p className="mt-2 text-sm">{t('next')}</p>
}
