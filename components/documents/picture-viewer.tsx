'use client'
import { Maximize, RotateCcw, RotateCw, ZoomIn, ZoomOut } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Spinner } from '@/components/ui/spinner'
import { usePictureViewer } from './use-picture-viewer'

type Props = {
  src: string
  /** Of the document. */
  name: string
  /** Its size and its border. */
  className: string
}

/** A picture to look at closely: zoom to the pointer, pan, turn. Without scripts it is a picture all the same. */
export function PictureViewer({ src, name, className }: Props) {
  const t = useTranslations('common.viewer')
  const help = useId()
  const place = useRef<HTMLDivElement>(null)
  const { state, zoomBy, rotateBy, panBy, reset } = usePictureViewer(place, src)

  const keys = new Map<string, () => void>([
    ['+', () => zoomBy(1.4)],
    ['=', () => zoomBy(1.4)],
    ['-', () => zoomBy(1 / 1.4)],
    ['0', reset],
    ['t', () => rotateBy(90)],
    ['T', () => rotateBy(-90)],
    ['ArrowLeft', () => panBy(-0.15, 0)],
    ['ArrowRight', () => panBy(0.15, 0)],
    ['ArrowUp', () => panBy(0, -0.15)],
    ['ArrowDown', () => panBy(0, 0.15)],
  ])
  const onKeyDown = (event: KeyboardEvent) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys.get(event.key)
    if (!act) return
    event.preventDefault()
    act()
  }

  return (
    <div className={cn('flex flex-col overflow-hidden bg-surface', className)}>
      <div role="toolbar" aria-label={t('toolbar')} className="flex items-center gap-1 border-b px-2 py-1">
        <Tool label={t('zoomIn')} icon={<ZoomIn aria-hidden />} onClick={() => zoomBy(1.4)} />
        <Tool label={t('zoomOut')} icon={<ZoomOut aria-hidden />} onClick={() => zoomBy(1 / 1.4)} />
        <Tool label={t('rotateLeft')} icon={<RotateCcw aria-hidden />} onClick={() => rotateBy(-90)} />
        <Tool label={t('rotateRight')} icon={<RotateCw aria-hidden />} onClick={() => rotateBy(90)} />
        <Tool label={t('reset')} icon={<Maximize aria-hidden />} onClick={reset} />
        <p id={help} className="ml-auto text-xs text-text-muted max-xl:sr-only">
          {t('help')}
        </p>
      </div>
      <div className="relative min-h-0 flex-1 bg-surface-sunken">
        {state === 'ready' ? null : (
          // biome-ignore lint/performance/noImgElement: documents never pass through an optimiser
          <img src={src} alt={t('label', { name })} className="absolute inset-0 size-full object-contain" />
        )}
        <div
          role="application"
          aria-label={t('label', { name })}
          aria-describedby={help}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: an application of its own, moved by keys
          tabIndex={0}
          onKeyDown={onKeyDown}
          className="absolute inset-0 outline-none after:pointer-events-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
        >
          <div ref={place} className={cn('size-full', state === 'failed' && 'hidden')} />
        </div>
        <ViewerNotice state={state} />
      </div>
    </div>
  )
}

function Tool({ label, icon, onClick }: { label: string; icon: ReactNode; onClick: () => void }) {
  return (
    <Button variant="quiet" size="icon" aria-label={label} title={label} onClick={onClick}>
      {icon}
    </Button>
  )
}

function ViewerNotice({ state }: { state: 'loading' | 'ready' | 'failed' }) {
  const t = useTranslations('common.viewer')
  if (state === 'ready') return null
  return (
    <p
      role="status"
      className="absolute bottom-3 left-3 flex items-center gap-2 rounded-sm border bg-surface px-2 py-1 text-xs text-text-muted"
    >
      {state === 'loading' ? <Spinner /> : null}
      {t(state)}
    </p>
  )
}
