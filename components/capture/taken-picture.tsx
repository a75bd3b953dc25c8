'use client'
import { Check } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'
import { Button } from '@/components/ui/button'
import type { Checked } from './asked'
import { DoubtList } from './doubt-list'
import { LocalPicture } from './local-picture'
import { TurnButton } from './turn-button'

type Props = { taken: Checked; onUse: () => void; onRetake: () => void; onTurn: () => Promise<void> }

/** Shows a picture that was taken, and what may be wrong with it: it is used, turned or taken again. */
export function TakenPicture({ taken: { file, doubts }, onUse, onRetake, onTurn }: Props) {
  const t = useTranslations('applicant.capture')
  const result = useRef<HTMLDivElement>(null)
  useEffect(() => result.current?.focus(), []) // the shutter is gone
  return (
    <>
      <LocalPicture file={file} alt={t('takenPicture')} className="min-h-0 flex-1 bg-surface-sunken object-contain" />
      <div ref={result} tabIndex={-1} role="status" className="px-4 pt-3 outline-none">
        {doubts.length === 0 ? (
          <p className="flex gap-1.5">
            <Check aria-hidden className="mt-[0.25em] size-[1.1em] shrink-0 text-success" />
            {t('looksFine')}
          </p>
        ) : (
          <DoubtList doubts={doubts} />
        )}
      </div>
      <div className="flex flex-wrap gap-3 p-4">
        <Button variant={doubts.length === 0 ? 'primary' : 'secondary'} onClick={onUse}>
          {t(doubts.length === 0 ? 'use' : 'useAnyway')}
        </Button>
        <Button variant={doubts.length === 0 ? 'secondary' : 'primary'} onClick={onRetake}>
          {t('retake')}
        </Button>
        <TurnButton onTurn={onTurn} />
      </div>
    </>
  )
}
