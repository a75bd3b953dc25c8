import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn'
import { BrandMark } from './brand-mark'

type Props = {
  href: string
  /** Shows the mark alone on phones, where a bar has no room for the name. Screen readers still read it. */
  isShort?: boolean
}

/** Draws the mark with the name next to it, as a link home. */
export function Brand({ href, isShort = false }: Props) {
  const t = useTranslations('common')
  return (
    <a
      href={href}
      className={cn(
        'flex min-h-11 shrink-0 items-center gap-2.5 text-text compact:min-h-9',
        isShort && 'max-sm:min-w-11',
      )}
    >
      <BrandMark className="size-8 compact:size-7" />
      <span className={cn('text-lg font-semibold tracking-wide compact:text-base', isShort && 'max-sm:sr-only')}>
        {t('brand.name')}
      </span>
    </a>
  )
}
