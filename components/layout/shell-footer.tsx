import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'

/** What an office's paper says at its foot. */
export function ShellFooter({ className, children }: { className?: string; children?: ReactNode }) {
  const t = useTranslations('common')
  return (
    <footer className="mt-auto border-t text-sm text-text-muted print:hidden">
      <div
        className={cn(
          'mx-auto flex flex-wrap justify-between gap-x-6 gap-y-1 px-4 py-5 sm:px-6',
          className ?? 'max-w-form',
        )}
      >
        <p>{t('footer.promise')}</p>
        {children}
      </div>
    </footer>
  )
}
