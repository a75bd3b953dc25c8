'use client'
import { useTranslations } from 'next-intl'
import { Dialog } from '@/components/ui/dialog'
import { Kbd } from '@/components/ui/kbd'

const KEYS = [
  ['next', ['J', '↓']],
  ['previous', ['K', '↑']],
  ['accept', ['A']],
  ['refuse', ['R']],
  ['undo', ['U']],
  ['send', ['Ctrl', 'Enter']],
  ['search', ['/']],
  ['help', ['?']],
] as const

export function KeysDialog({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  const t = useTranslations('review.keys')
  return (
    <Dialog isOpen={isOpen} onClose={close} title={t('title')}>
      <dl className="divide-y">
        {KEYS.map(([name, keys]) => (
          <div key={name} className="flex items-baseline justify-between gap-4 py-1.5">
            <dt>{t(name)}</dt>
            <dd className="flex shrink-0 items-baseline gap-1.5 text-xs text-text-muted">
              {keys.map((key, index) => (
                <span key={key} className="flex items-baseline gap-1.5">
                  {index > 0 ? <span>{name === 'send' ? '+' : t('or')}</span> : null}
                  <Kbd>{key}</Kbd>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-text-muted">{t('viewer')}</p>
    </Dialog>
  )
}
