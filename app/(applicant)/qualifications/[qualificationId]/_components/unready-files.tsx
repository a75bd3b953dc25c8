'use client'
import { CircleX, X } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useProblemWords } from '@/components/documents/use-problem-words'
import { Button } from '@/components/ui/button'
import { Spinner } from '@/components/ui/spinner'
import type { RefusedFile, WaitingFile } from '@/lib/qualifications/draft/read-draft'

type Props = {
  waiting: readonly WaitingFile[]
  refused: readonly RefusedFile[]
  /** Gives a file up, or dismisses its refusal. */
  onRemove: (fileId: string) => void
}

/** Shows the files of a slot that are not in it: those that are being checked, and why others were refused. */
export function UnreadyFiles({ waiting, refused, onRemove }: Props) {
  const t = useTranslations('common.upload')
  const words = useProblemWords()
  const path = usePathname()
  return (
    <>
      {waiting.length > 0 ? (
        <ul aria-label={t('checkedList')} className="divide-y rounded-md border px-3">
          {waiting.map(({ fileId, name }) => (
            <li key={fileId} className="flex items-center gap-3 py-2">
              <div className="min-w-0 flex-1">
                <p className="truncate text-sm" title={name}>
                  {name}
                </p>
                <p role="status" className="flex items-center gap-1.5 text-sm text-text-muted">
                  <Spinner />
                  {t('checking')}
                </p>
              </div>
              <Button
                variant="quiet"
                size="icon"
                aria-label={`${t('remove')}: ${name}`}
                onClick={() => onRemove(fileId)}
              >
                <X aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      {waiting.length > 0 ? (
        <noscript>
          <a href={path} className="link inline-block py-2">
            {t('reload')}
          </a>
        </noscript>
      ) : null}
      {refused.map(({ fileId, code, params }) => (
        <div key={fileId} className="flex items-start gap-3">
          <p role="alert" className="flex min-w-0 flex-1 gap-1.5 py-2 text-sm font-medium text-danger">
            <CircleX aria-hidden className="mt-[0.25em] size-[1.1em] shrink-0" />
            {words({ code, params })}
          </p>
          <Button variant="quiet" size="icon" aria-label={t('dismiss')} onClick={() => onRemove(fileId)}>
            <X aria-hidden />
          </Button>
        </div>
      ))}
    </>
  )
}
