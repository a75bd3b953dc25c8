'use client'
import {
  Contrast,
  ImageOff,
  Maximize,
  RotateCcw,
  RotateCw,
  ScanLine,
  SquareDashed,
  Undo2,
  ZoomIn,
  ZoomOut,
} from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { keyHandler } from '@/components/keys/key-handler'
import { directionOf, keyNameIn, PICTURE_KEYS } from '@/components/keys/key-map'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { Spinner } from '@/components/ui/spinner'
import type { Turned } from '@/lib/checks/upright'
import type { Corners } from './flat-page'
import type { LinkedViews } from './linked-views'
import type { Edges } from './marked-picture'
import { type Outlining, PlaceDrawing } from './place-drawing'
import { TURNED, TURNING } from './turned-classes'
import { useFlatPage } from './use-flat-page'
import { type Mark, usePictureViewer } from './use-picture-viewer'

type Props = {
  src: string
  /** Names the document. */
  name: string
  /** Sets the size and the border. */
  className: string
  marks?: readonly Mark[]
  /** Says where a recognised page is in the picture: then it can be shown as it lies flat, as `isFlat` says. */
  corners?: Corners | null
  isFlat?: boolean
  flatten?: () => void
  /** Says whether it is shown with more contrast. */
  isContrastHigh: boolean
  toggleContrast: () => void
  /** Outlines a place on it; undefined where nothing can be outlined. */
  outlining?: Outlining | undefined
  /** Degrees, clockwise, by which it is turned to be upright. The reader can have it as it was uploaded. */
  turned?: Turned
  /** Links the pictures that it is compared with: they are zoomed and moved with it. */
  link?: LinkedViews | undefined
  /** Says whether the key of the loupe is held. */
  isLoupe?: boolean
  /** Runs once the picture is there. */
  onSeen: () => void
}

/** Shows a picture to look at closely: zoom to the pointer, pan, turn. Without scripts it is a picture all the same. */
export function PictureViewer({
  src,
  name,
  className,
  marks = [],
  corners = null,
  isFlat = false,
  flatten,
  turned = 0,
  isContrastHigh,
  toggleContrast,
  onSeen,
  link,
  isLoupe = false,
  outlining,
}: Props) {
  const t = useTranslations('common.viewer')
  const help = useId()
  const place = useRef<HTMLDivElement>(null)
  const [drawn, setDrawn] = useState<Edges | null>(null)
  const [broken, setBroken] = useState<string>()
  const [isUpright, setUpright] = useState(true)
  const isDrawing = outlining?.isDrawing === true
  const flat = useFlatPage(src, isFlat && !isDrawing ? corners : null)
  const outlined = isDrawing ? drawn : outlining?.place
  const placed = flat
    ? marks.flatMap((mark) => (mark.flat ? { ...mark, rectangle: mark.flat } : []))
    : [...marks, ...(outlined ? [markOf(outlined, t('outlined'))] : [])]
  const { state, zoomBy, rotateBy, panBy, reset, shareAt, turns } = usePictureViewer(place, {
    src: flat ?? src,
    turned: flat || !isUpright ? 0 : turned,
    marks: placed,
    link,
    isLoupe,
  })
  const tell = useRef(onSeen)
  tell.current = onSeen
  // Before anything else can happen: a key that is pressed once the picture is there finds it seen.
  useLayoutEffect(() => {
    if (state === 'ready') tell.current()
  }, [state])
  const cancel = useRef(outlining?.cancel)
  cancel.current = outlining?.cancel
  // Nothing can be outlined on a picture that is not there: its keys would go nowhere.
  useEffect(() => {
    if (isDrawing && state === 'failed') cancel.current?.()
  }, [isDrawing, state])

  const onKeyDown = keyHandler((key) => {
    const name = keyNameIn(PICTURE_KEYS, key)
    const [x, y] = directionOf(key)
    const acts = {
      zoomIn: () => zoomBy(1.4),
      zoomOut: () => zoomBy(1 / 1.4),
      move: () => panBy(0.15 * x, 0.15 * y),
      turnRight: () => rotateBy(90),
      turnLeft: () => rotateBy(-90),
      reset,
    }
    return name && acts[name]
  })

  return (
    <div className={cn('@container flex flex-col overflow-hidden bg-surface', className)}>
      <div role="toolbar" aria-label={t('toolbar')} className="flex items-center gap-1 border-b px-2 py-1">
        <Tool label={t('zoomIn')} icon={<ZoomIn aria-hidden />} onClick={() => zoomBy(1.4)} />
        <Tool label={t('zoomOut')} icon={<ZoomOut aria-hidden />} onClick={() => zoomBy(1 / 1.4)} />
        <Tool label={t('rotateLeft')} icon={<RotateCcw aria-hidden />} onClick={() => rotateBy(-90)} />
        <Tool label={t('rotateRight')} icon={<RotateCw aria-hidden />} onClick={() => rotateBy(90)} />
        <Tool label={t('reset')} icon={<Maximize aria-hidden />} onClick={reset} />
        <Tool
          label={t('contrast')}
          icon={<Contrast aria-hidden />}
          onClick={toggleContrast}
          isPressed={isContrastHigh}
        />
        {corners && flatten ? (
          <Tool label={t('flat')} icon={<ScanLine aria-hidden />} onClick={flatten} isPressed={isFlat} />
        ) : null}
        {turned !== 0 && !flat ? (
          <>
            <Tool
              label={t('asUploaded')}
              icon={<Undo2 aria-hidden />}
              onClick={() => setUpright(!isUpright)}
              isPressed={!isUpright}
            />
            <p role="status" className="text-xs whitespace-nowrap text-text-muted">
              {isUpright ? t('turned') : t('notTurned')}
            </p>
          </>
        ) : null}
        {outlining ? (
          <Tool
            label={t('outline')}
            icon={<SquareDashed aria-hidden />}
            onClick={outlining.toggle}
            isPressed={isDrawing}
          />
        ) : null}
        <p id={help} className="ml-auto text-xs text-text-muted @max-2xl:sr-only">
          {t('help')}
        </p>
      </div>
      <div className="relative min-h-0 flex-1 bg-surface-sunken">
        {state === 'ready' || broken === src ? null : (
          <div className={cn(TURNING, 'size-full')}>
            {/* biome-ignore lint/performance/noImgElement: documents never pass through an optimiser */}
            <img
              src={src}
              alt={t('label', { name })}
              onLoad={onSeen}
              onError={() => setBroken(src)}
              className={cn('object-contain', TURNED[isUpright ? turned : 0], isContrastHigh && HIGH_CONTRAST)}
            />
          </div>
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
          <div
            ref={place}
            className={cn('size-full', state === 'failed' && 'hidden', isContrastHigh && HIGH_CONTRAST)}
          />
        </div>
        {outlining && isDrawing && state === 'ready' ? (
          <PlaceDrawing outlining={outlining} drawn={drawn} draw={setDrawn} view={{ shareAt, turns, zoomBy }} />
        ) : null}
        <ViewerNotice state={state} isAlone={broken === src} />
      </div>
    </div>
  )
}

const markOf = ({ left, top, right, bottom }: Edges, label: string): Mark => ({
  label,
  rectangle: { x: left, y: top, width: right - left, height: bottom - top },
  isChosen: false,
  isRefused: true,
})

/** Separates pale print from shadows; colours stay colours, since a seal is red. */
const HIGH_CONTRAST = 'brightness-115 contrast-175'

type ToolProps = { label: string; icon: ReactNode; onClick: () => void; isPressed?: boolean }

function Tool({ label, icon, onClick, isPressed }: ToolProps) {
  return (
    <Button
      variant="quiet"
      size="icon"
      aria-label={label}
      title={label}
      onClick={onClick}
      {...(isPressed === undefined ? {} : { 'aria-pressed': isPressed })}
    >
      {icon}
    </Button>
  )
}

type NoticeProps = {
  state: 'loading' | 'ready' | 'failed'
  /** Says that no picture is behind it. */
  isAlone: boolean
}

function ViewerNotice({ state, isAlone }: NoticeProps) {
  const t = useTranslations('common.viewer')
  if (state === 'ready') return null
  const isInstead = state === 'failed' && isAlone
  return (
    <p
      role="status"
      className={cn(
        'absolute flex items-center gap-2 rounded-sm border bg-surface text-text-muted',
        isInstead ? 'inset-x-4 top-1/3 mx-auto w-fit px-4 py-3 text-sm' : 'bottom-3 left-3 px-2 py-1 text-xs',
      )}
    >
      {state === 'loading' ? <Spinner /> : null}
      {isInstead ? <ImageOff aria-hidden className="size-5 shrink-0" /> : null}
      {t(state)}
    </p>
  )
}
