'use client'
import { RotateCw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Dialog } from '@/components/ui/dialog'
import type { Turned } from '@/lib/checks/upright'
import { Picture } from './picture'
import { shownTurn, TURNED, TURNING } from './turned-classes'

type Props = {
  /** The thumbnail is the small picture; the others are to look at closely, one for each page. */
  thumbnailUrl: string
  urls: readonly string[]
  /**
   * Identifies the file as it was sent: its name, and the hash that distinguishes it from any other; how its pages are
   * turned.
   */
  file: { name: string; sha256: string; turned?: readonly Turned[] }
  /** Names the document, such as 身份证人像面. */
  name: string
  page: number
  /** Removes it, as the action of a form; absent where nothing may be changed. */
  removal?: { action: (form: FormData) => void | Promise<void>; values: Record<string, string | number> }
}

/**
 * Shows an accepted page upright, also one that was photographed otherwise: it is only shown so, and the stored file
 * stays.
 */
export function DocumentThumbnail({ thumbnailUrl, urls, file, name, page, removal }: Props) {
  const t = useTranslations('common.upload')
  const [isOpen, setOpen] = useState(false)
  const [turns, setTurns] = useState(0)
  const [isUpright, setUpright] = useState(true)
  const isTurned = file.turned?.some((turned) => turned !== 0) ?? false
  const turnOf = (index: number) => shownTurn(isUpright ? file.turned?.[index] : 0, turns)
  const label = t('pictureOf', { name, page })
  return (
    <figure className="w-36">
      {/* Without scripts it leads to the picture. */}
      <a
        href={urls[0]}
        aria-haspopup="dialog"
        onClick={(event) => {
          event.preventDefault()
          setOpen(true)
        }}
        className="block w-full overflow-hidden rounded-md border bg-surface-sunken hover:border-border-strong"
      >
        <span className={cn(TURNING, 'block aspect-4/3 w-full')}>
          <Picture
            src={thumbnailUrl}
            alt={`${t('view')}: ${label}`}
            className={cn('object-contain', TURNED[shownTurn(isUpright ? file.turned?.[0] : 0, 0)])}
          />
        </span>
      </a>
      {isTurned ? (
        <p className="mt-1 text-xs text-text-muted">
          {isUpright ? t('turned') : t('notTurned')}{' '}
          <button
            type="button"
            aria-label={`${isUpright ? t('asUploaded') : t('upright')}: ${label}`}
            className="link min-h-11 noscript:hidden"
            onClick={() => setUpright(!isUpright)}
          >
            {isUpright ? t('asUploaded') : t('upright')}
          </button>
        </p>
      ) : null}
      <figcaption className="mt-1 flex min-h-11 items-center justify-between text-sm text-text-muted">
        <span className="numeric whitespace-nowrap">
          {t('page', { page })}
          {urls.length > 1 ? <span className="block text-xs">{t('pages', { count: urls.length })}</span> : null}
        </span>
        {removal ? (
          <div className="-mr-3">
            <ConfirmDialog
              trigger={t('remove')}
              triggerVariant="danger-quiet"
              triggerSize="small"
              title={t('removeTitle')}
              confirmLabel={t('remove')}
              isDangerous
              {...removal}
            >
              {t('removeText')}
            </ConfirmDialog>
          </div>
        ) : null}
      </figcaption>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={label} size="wide">
        <div className="flex flex-col gap-3">
          {urls.map((url, index) => (
            <div
              key={url}
              className={cn(TURNING, 'mx-auto aspect-square w-[min(100%,65dvh)] rounded-md bg-surface-sunken')}
            >
              <Picture
                src={url}
                alt={urls.length > 1 ? t('pageOf', { name: label, page: index + 1 }) : label}
                className={cn('object-contain', TURNED[turnOf(index)])}
              />
            </div>
          ))}
          <Button className="w-fit" onClick={() => setTurns(turns + 1)}>
            <RotateCw aria-hidden />
            {t('rotate')}
          </Button>
          <dl className="text-xs text-text-muted">
            <dt>{t('sent')}</dt>
            <dd className="break-all">{file.name}</dd>
            <dt className="mt-2">{t('sha256')}</dt>
            <dd className="break-all font-mono">{file.sha256}</dd>
          </dl>
        </div>
      </Dialog>
    </figure>
  )
}
