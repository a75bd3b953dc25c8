'use client'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { KeyList } from '@/components/keys/key-list'
import { Dialog } from '@/components/ui/dialog'

export function KeysDialog({ isOpen, close }: { isOpen: boolean; close: () => void }) {
  const t = useTranslations('review.keys')
  return (
    <Dialog isOpen={isOpen} onClose={close} title={t('title')}>
      <KeyList />
      <p className="mt-2">
        <Link href="/help" prefetch={false} target="_blank" className="link inline-block py-1">
          {t('more')}
        </Link>
      </p>
    </Dialog>
  )
}
