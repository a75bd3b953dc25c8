'use client'
import { useTranslations } from 'next-intl'
import { type PointerEvent, useId, useLayoutEffect, useRef } from 'react'
import { keyHandler } from '@/components/keys/key-handler'
import { DRAWING_KEYS, directionOf, keyNameIn } from '@/components/keys/key-map'
import type { Edges } from './marked-picture'

/** Describes how a place on a picture is outlined. */
export type Outlining = {
  /** Holds the outlined place; null while there is none. */
  place: Edges | null
  isDrawing: boolean
  /** Starts drawing, or stops it. */
  toggle: () => void
  /** Runs when a place was drawn; null when it was removed. */
  done: (place: Edges | null) => void
  cancel: () => void
}

type View = {
  shareAt: (clientX: number, clientY: number) => { x: number; y: number }
  turns: () => number
  zoomBy: (factor: number) => void
}

type Props = {
  outlining: Outlining
  drawn: Edges | null
  draw: (place: Edges | null) => void
  view: View
}

/** Moves, or sizes, by this share of the picture at each arrow key. */
const STEP = 0.02
/** Counts less as a slip of the hand; the server refuses less, too. */
const LEAST = 0.01

/**
 * Lets a rectangle be drawn over a picture: dragged by a pointer, or moved and sized by keys. It lies over the viewer,
 * so that dragging draws and does not move the picture.
 */
export function PlaceDrawing({ outlining, drawn, draw, view }: Props) {
  const t = useTranslations('common.viewer')
  const layer = useRef<HTMLDivElement>(null)
  const from = useRef<{ x: number; y: number } | null>(null)
  const help = useId()
  // In the commit that shows it: a key that comes with the focus finds what is drawn.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it starts once
  useLayoutEffect(() => {
    const element = layer.current
    if (!element) return
    draw(outlining.place ?? middleOf(element, view))
    element.focus()
    return () => draw(null)
  }, [])

  const dragged = ({ clientX, clientY }: PointerEvent) => {
    const to = view.shareAt(clientX, clientY)
    return from.current ? between(from.current, to) : null
  }
  const onPointerUp = (event: PointerEvent) => {
    const place = dragged(event)
    from.current = null
    if (place && isLarge(place)) outlining.done(rounded(place))
    else draw(outlining.place ?? drawn)
  }
  const onKeyDown = keyHandler((key, isShifted) => {
    if (!drawn) return undefined
    const name = keyNameIn(DRAWING_KEYS, isShifted && key.startsWith('Arrow') ? `Shift+${key}` : key)
    const by = () => turned(directionOf(key), view.turns())
    const acts = {
      move: () => draw(moved(drawn, by())),
      size: () => draw(sized(drawn, by())),
      zoomIn: () => view.zoomBy(1.4),
      zoomOut: () => view.zoomBy(1 / 1.4),
      keep: () => outlining.done(rounded(drawn)),
      remove: () => outlining.done(null),
      cancel: outlining.cancel,
    }
    return name && acts[name]
  })
  return (
    <>
      <div
        ref={layer}
        role="application"
        aria-label={t('drawing')}
        aria-describedby={help}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application of its own, worked by keys
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (event.button !== 0) return
          event.currentTarget.setPointerCapture(event.pointerId)
          from.current = view.shareAt(event.clientX, event.clientY)
        }}
        onPointerMove={(event) => {
          const place = dragged(event)
          if (place) draw(place)
        }}
        onPointerUp={onPointerUp}
        onPointerCancel={() => {
          from.current = null
        }}
        className="absolute inset-0 cursor-crosshair touch-none outline-2 -outline-offset-2 outline-danger"
      />
      <p
        id={help}
        className="pointer-events-none absolute inset-x-3 bottom-3 w-fit rounded-sm border bg-surface px-2 py-1 text-xs"
      >
        {t('drawingHelp')}
      </p>
      <p role="status" className="sr-only">
        {drawn ? t('drawnAt', drawn) : null}
      </p>
    </>
  )
}

/** Returns a step in a direction on the screen as one on the picture, which is turned by quarters. */
function turned([across, down]: readonly [number, number], turns: number): readonly [number, number] {
  const [x, y] = [STEP * across, STEP * down]
  if (turns === 1) return [y, -x]
  if (turns === 2) return [-x, -y]
  return turns === 3 ? [-y, x] : [x, y]
}

const within = (least: number, value: number, most: number) => Math.min(most, Math.max(least, value))

function moved({ left, top, right, bottom }: Edges, [x, y]: readonly [number, number]): Edges {
  const [across, down] = [within(-left, x, 1 - right), within(-top, y, 1 - bottom)]
  return { left: left + across, top: top + down, right: right + across, bottom: bottom + down }
}

function sized({ left, top, right, bottom }: Edges, [x, y]: readonly [number, number]): Edges {
  return { left, top, right: within(left + 2 * LEAST, right + x, 1), bottom: within(top + 2 * LEAST, bottom + y, 1) }
}

function between(a: { x: number; y: number }, b: { x: number; y: number }): Edges {
  return { left: Math.min(a.x, b.x), top: Math.min(a.y, b.y), right: Math.max(a.x, b.x), bottom: Math.max(a.y, b.y) }
}

const isLarge = ({ left, top, right, bottom }: Edges) => right - left > LEAST && bottom - top > LEAST

/** Returns it without figures that nobody drew. */
function rounded({ left, top, right, bottom }: Edges): Edges {
  const round = (share: number) => Math.round(share * 10_000) / 10_000
  return { left: round(left), top: round(top), right: round(right), bottom: round(bottom) }
}

/** Returns a third of what is visible of the picture, in its middle. */
function middleOf(element: HTMLElement, { shareAt }: View): Edges {
  const box = element.getBoundingClientRect()
  const all = between(shareAt(box.left, box.top), shareAt(box.right, box.bottom))
  const [width, height] = [(all.right - all.left) / 3, (all.bottom - all.top) / 3]
  return {
    left: all.left + width,
    top: all.top + height,
    right: all.right - width,
    bottom: all.bottom - height,
  }
}
