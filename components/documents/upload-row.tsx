'use client'
import { CircleCheck, CircleX, RotateCw, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { lazy, Suspense } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { ProgressBar } from '@/components/ui/progress-bar'
import { Spinner } from '@/components/ui/spinner'
import type { Upload } from './upload'
import { useProblemWords } from './use-problem-words'

/** Has been loaded by the time a picture is doubted: see `useUploads`. */
const DoubtedPicture = lazy(async () => ({
  default: (await import('@/components/capture/doubted-picture')).DoubtedPicture,
}))

type Props = {
  upload: Upload
  /** Sends a picture in spite of what may be wrong with it. */
  onUse: () => void
  /** Chooses another one instead. */
  onOther: () => void
  onTurn: () => Promise<void>
  onCancel: () => void
  onRetry: () => void
  onDismiss: () => void
}

export function UploadRow({ upload, onUse, onOther, onTurn, onCancel, onRetry, onDismiss }: Props) {
  const t = useTranslations('common.upload')
  const { file, state, percent } = upload
  const isInterrupted = state === 'interrupted'
  const hasFailed = isInterrupted || state === 'failed' || state === 'cancelled'
  const isStoppable =
    state === 'looking' || state === 'doubted' || state === 'waiting' || state === 'uploading' || isInterrupted
  return (
    <li
      className={cn(
        'flex flex-wrap justify-end gap-x-3 gap-y-1 py-2 sm:flex-nowrap',
        state === 'doubted' ? 'items-start' : 'items-center',
      )}
    >
      <div className={cn('min-w-0 flex-1', hasFailed && 'max-sm:basis-full')}>
        <p className="truncate text-sm" title={file.name}>
          {file.name}
        </p>
        {state === 'uploading' || isInterrupted ? (
          <ProgressBar value={percent} label={t('progressOf', { name: file.name })} className="my-1" />
        ) : null}
        {state === 'doubted' ? (
          <Suspense>
            <DoubtedPicture file={file} doubts={upload.doubts ?? []} onUse={onUse} onOther={onOther} onTurn={onTurn} />
          </Suspense>
        ) : (
          <UploadState upload={{ ...upload, state }} />
        )}
      </div>
      {isInterrupted ? (
        <Button size="small" aria-label={`${t('resume')}: ${file.name}`} onClick={onRetry}>
          <RotateCw aria-hidden />
          {t('resume')}
        </Button>
      ) : null}
      {isStoppable ? (
        <Button variant="quiet" size="icon" aria-label={`${t('cancel')}: ${file.name}`} onClick={onCancel}>
          <X aria-hidden />
        </Button>
      ) : null}
      {hasFailed && !isInterrupted ? (
        <>
          {isWorthRetrying(upload) ? (
            <Button size="small" aria-label={`${t('retry')}: ${file.name}`} onClick={onRetry}>
              <RotateCw aria-hidden />
              {t('retry')}
            </Button>
          ) : null}
          <Button variant="quiet" size="icon" aria-label={`${t('dismiss')}: ${file.name}`} onClick={onDismiss}>
            <X aria-hidden />
          </Button>
        </>
      ) : null}
    </li>
  )
}

type Shown = Upload & { state: Exclude<Upload['state'], 'doubted'> }

function UploadState({ upload: { state, percent, problem } }: { upload: Shown }) {
  const t = useTranslations('common.upload')
  const words = useProblemWords()
  if (state === 'failed' && problem) {
    return (
      <p role="alert" className="flex gap-1.5 text-sm font-medium text-danger">
        <CircleX aria-hidden className="mt-[0.25em] size-[1.1em] shrink-0" />
        {words(problem)}
      </p>
    )
  }
  return (
    <p role="status" className="numeric flex items-center gap-1.5 text-sm text-text-muted">
      {state === 'checking' || state === 'looking' ? <Spinner /> : null}
      {state === 'done' ? <CircleCheck aria-hidden className="size-[1.1em] text-success" /> : null}
      {state === 'failed' ? t('failed') : t(state, { percent })}
    </p>
  )
}

/** Returns whether the same file may fare better another time: not when the file itself was refused. */
const isWorthRetrying = ({ problem }: Upload) =>
  !problem || !/^(FILE_|SLOT_|PHONE_|NOT_|FORBIDDEN|INVALID_)/.test(problem.code)
