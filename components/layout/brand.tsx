import { useTranslations } from 'next-intl'
import { BrandMark } from './brand-mark'

/** Draws the mark with the name next to it, as a link home. */
export function Brand({ href }: { href: string }) {
  const t = useTranslations('common')
  return (
    <a href={href} className="flex min-h-11 shrink-0 items-center gap-2.5 text-text compact:min-h-9">
      <BrandMark className="size-8 compact:size-7" />
      <span className="text-lg font-semibold tracking-wide compact:text-base">{t('brand.name')}</span>
    </a>
  )
}
