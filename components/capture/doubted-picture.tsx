'use client'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import type { PictureDoubt } from '@/lib/db/generated/enums'
import { DoubtList } from './doubt-list'
import { LocalPicture } from './local-picture'
import { TurnButton } from './turn-button'

type Props = {
  file: File
  doubts: readonly PictureDoubt[]
  onUse: () => void
  onOther: () => void
  onTurn: () => Promise<void>
}

/** Shows a picture that is not sent yet, and what may be wrong with it. Its sender decides. */
export function DoubtedPicture({ file, doubts, onUse, onOther, onTurn }: Props) {
  const t = useTranslations('applicant.capture')
  return (
    <div className="flex flex-wrap gap-4 py-1">
      <LocalPicture file={file} alt={t('preview', { name: file.name })} className="h-36 max-w-full rounded-md border" />
      <div className="min-w-48 flex-1">
        <div role="alert">
          <DoubtList doubts={doubts} className="text-sm" />
        </div>
        <p className="mt-1 text-sm text-text-muted">{t('notSent')}</p>
        <div className="mt-2 flex flex-wrap gap-2">
          <Button size="small" variant="primary" aria-label={`${t('other')}: ${file.name}`} onClick={onOther}>
            {t('other')}
          </Button>
          <Button size="small" aria-label={`${t('useAnyway')}: ${file.name}`} onClick={onUse}>
            {t('useAnyway')}
          </Button>
          <TurnButton size="small" of={file.name} onTurn={onTurn} />
        </div>
      </div>
    </div>
  )
}
