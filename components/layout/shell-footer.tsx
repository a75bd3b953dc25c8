import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'
import { OperatorLine } from './operator'

/** Says at the foot of a page what becomes of documents, and who runs the portal. */
export function ShellFooter({ className, children }: { className?: string; children?: ReactNode }) {
  const t = useTranslations('common')
  return (
    <footer className="mt-auto border-t text-sm text-text-muted print:hidden">
      <div
        className={cn('mx-auto flex flex-wrap justify-between gap-x-6 px-4 py-3 sm:px-6', className ?? 'max-w-form')}
      >
        <p className="py-2.5">{t('footer.promise')}</p>
        {children}
        <OperatorLine className="w-full" />
      </div>
    </footer>
  )
}
