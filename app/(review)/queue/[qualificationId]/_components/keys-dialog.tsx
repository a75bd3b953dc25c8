'use client'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { KeyList } from '@/components/keys/key-list'
import { Dialog } from '@/components/ui/dialog'

type Props = {
  isOpen: boolean
  close: () => void
  /** Says whether a decision can be undone after it is sent. */
  canUndoSent: boolean
}

export function KeysDialog({ isOpen, close, canUndoSent }: Props) {
  const t = useTranslations('review.keys')
  return (
    <Dialog isOpen={isOpen} onClose={close} title={t('title')} size="wide">
      <KeyList canUndoSent={canUndoSent} />
      <p className="mt-2">
        <Link href="/help" prefetch={false} target="_blank" className="link inline-block py-1">
          {t('more')}
        </Link>
      </p>
    </Dialog>
  )
}
