import { useTranslations } from 'next-intl'
import { cn } from './cn'

type Props = { /** How many lines of about a row's height. */ lines?: number; className?: string }

/** Holds the place of what is on its way, in its rough shape. */
export function Skeleton({ lines = 3, className }: Props) {
  const t = useTranslations('common')
  return (
    <div role="status" className={cn('flex flex-col gap-3', className)}>
      <span className="sr-only">{t('loading')}</span>
      {Array.from({ length: lines }, (_, line) => `line-${line}`).map((line) => (
        <span key={line} aria-hidden className="h-6 animate-pulse rounded-sm bg-border odd:w-4/5 even:w-full" />
      ))}
    </div>
  )
}
