import { useTranslations } from 'next-intl'

export function SkipLink() {
  const t = useTranslations('common')
  return (
    <a
      href="#main"
      className="sr-only rounded-md bg-action px-4 py-2 text-action-text focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
    >
      {t('navigation.skip')}
    </a>
  )
}
