'use client'
import type { Viewer } from 'openseadragon'
import { type RefObject, useEffect, useRef, useState } from 'react'
import type { LinkedViews } from './linked-views'

type ViewerState = 'loading' | 'ready' | 'failed'

/** Describes an outlined place on the picture, in shares of its width and height. */
export type Mark = {
  /** Says what is there. */
  label: string
  rectangle: { x: number; y: number; width: number; height: number }
  /** Gives the place on the page as it lies flat, in shares of that. */
  flat?: Mark['rectangle']
  /** Says whether the reader chose the place, which is highlighted then. */
  isChosen: boolean
  /** Says whether a refusal is about it. */
  isRefused?: boolean
}

/** Enlarges so many times under the loupe. */
const LOUPE = 3

type Shown = {
  src: string
  /** Degrees, clockwise, by which it is turned until the reader turns it. */
  turned: number
  marks: readonly Mark[]
  /** Links the pictures that it is compared with. */
  link: LinkedViews | undefined
  /** Says whether what is under the pointer is enlarged, or the middle where no pointer is over a picture. */
  isLoupe: boolean
}

/**
 * Opens a picture in OpenSeadragon, which is large and so comes only when it is wanted. Marks turn and move with it.
 */
export function usePictureViewer(place: RefObject<HTMLElement | null>, { src, turned, marks, link, isLoupe }: Shown) {
  const viewer = useRef<Viewer | null>(null)
  const [state, setState] = useState<ViewerState>('loading')
  const upright = useRef(turned)
  upright.current = turned
  useEffect(() => {
    let isGone = false
    setState('loading')
    const open = async () => {
      const { default: OpenSeadragon } = await import('openseadragon')
      if (isGone || !place.current) return
      withoutStyleElement()
      const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches
      const made = OpenSeadragon({
        element: place.current,
        tileSources: { type: 'image', url: src },
        drawer: 'canvas',
        degrees: upright.current,
        showNavigationControl: false,
        tabIndex: -1,
        visibilityRatio: 0.5,
        minZoomImageRatio: 0.8,
        maxZoomPixelRatio: 4,
        animationTime: isStill ? 0 : 0.4,
        gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
      })
      viewer.current = made
      made.addHandler('open', () => setState('ready'))
      made.addHandler('open-failed', () => setState('failed'))
      // Keys are ours: its own can be neither named nor translated.
      made.addHandler('canvas-key', (event) => {
        event.preventDefaultAction = true
      })
    }
    open().catch(() => setState('failed'))
    return () => {
      isGone = true
      viewer.current?.destroy()
      viewer.current = null
    }
  }, [place, src])
  useEffect(() => {
    if (state === 'ready') viewer.current?.viewport.setRotation(turned, true).goHome(true)
  }, [state, turned])
  useWholeAgain(viewer, place, state === 'ready')
  useMarks(viewer, state, marks)
  useLoupe(viewer, place, state === 'ready' && isLoupe)
  useEffect(() => (viewer.current && state === 'ready' ? link?.join(viewer.current) : undefined), [link, state])

  const act = (change: (viewport: Viewer['viewport']) => void) => {
    if (viewer.current && state === 'ready') change(viewer.current.viewport)
  }
  return {
    state,
    zoomBy: (factor: number) => act((viewport) => viewport.zoomBy(factor).applyConstraints()),
    rotateBy: (degrees: number) => act((viewport) => viewport.rotateBy(degrees).goHome()),
    panBy: (x: number, y: number) => act((viewport) => void moved(viewport, x, y)),
    reset: () => act((viewport) => viewport.setRotation(upright.current).goHome()),
    /** Returns what is under a point of the window, in shares of the picture; the nearest of it outside the picture. */
    shareAt: (clientX: number, clientY: number): Point => {
      const shown = viewer.current
      const bounds = place.current?.getBoundingClientRect()
      if (!shown || !bounds) return { x: 0.5, y: 0.5 }
      const { viewport, world } = shown
      const size = world.getItemAt(0).getContentSize()
      const pixel = Object.assign(viewport.getCenter(), { x: clientX - bounds.left, y: clientY - bounds.top })
      const at = viewport.viewportToImageCoordinates(viewport.pointFromPixel(pixel, true))
      return { x: within(at.x / size.x), y: within(at.y / size.y) }
    },
    /** Returns how often the picture is turned, by a quarter each. */
    turns: () => Math.round((((viewer.current?.viewport.getRotation() ?? 0) % 360) + 360) / 90) % 4,
  }
}

type Point = { x: number; y: number }

const within = (share: number) => Math.min(1, Math.max(0, share))

/** Shows the whole picture again when its place changes its size, unless the reader enlarged or moved it. */
function useWholeAgain(viewer: RefObject<Viewer | null>, place: RefObject<HTMLElement | null>, isReady: boolean) {
  useEffect(() => {
    if (!isReady || !place.current) return
    const observer = new ResizeObserver(() => {
      const shown = viewer.current
      // The library notices the new size in its next frame, and would enlarge what it showed with the old one.
      if (!shown || !isWhole(shown.viewport)) return
      shown.addOnceHandler('update-viewport', () => {
        if (viewer.current === shown) shown.viewport.goHome(true)
      })
    })
    observer.observe(place.current)
    return () => observer.disconnect()
  }, [viewer, place, isReady])
}

function isWhole(viewport: Viewer['viewport']): boolean {
  const [{ x, y }, home] = [viewport.getCenter(), viewport.getHomeBounds().getCenter()]
  const zoom = viewport.getZoom() / viewport.getHomeZoom()
  return [zoom - 1, x - home.x, y - home.y].every((difference) => Math.abs(difference) < 0.01)
}

/** Enlarges a place as long as the loupe is held, and shows what was shown before when it is not. */
function useLoupe(viewer: RefObject<Viewer | null>, place: RefObject<HTMLElement | null>, isHeld: boolean) {
  const pointer = useRef<{ x: number; y: number } | null>(null)
  useEffect(() => {
    const element = place.current?.parentElement
    if (!element) return
    const move = ({ clientX, clientY }: PointerEvent) => {
      const { left, top } = element.getBoundingClientRect()
      pointer.current = { x: clientX - left, y: clientY - top }
    }
    const leave = () => {
      pointer.current = null
    }
    element.addEventListener('pointermove', move)
    element.addEventListener('pointerleave', leave)
    return () => {
      element.removeEventListener('pointermove', move)
      element.removeEventListener('pointerleave', leave)
    }
  }, [place])
  useEffect(() => {
    const viewport = viewer.current?.viewport
    const isElsewhere = !pointer.current && document.querySelector('[role=application]:hover') !== null
    if (!isHeld || !viewport || isElsewhere) return
    const before = viewport.getBounds()
    const at = viewport.getCenter()
    if (pointer.current) Object.assign(at, pointer.current)
    viewport.zoomBy(LOUPE, pointer.current ? viewport.pointFromPixel(at) : at, true)
    return () => {
      if (viewer.current?.viewport === viewport) viewport.fitBounds(before, true)
    }
  }, [viewer, isHeld])
}

/** Outlines places on the picture once it is there. */
function useMarks(viewer: RefObject<Viewer | null>, state: ViewerState, marks: readonly Mark[]) {
  const key = JSON.stringify(marks)
  useEffect(() => {
    const shown = viewer.current
    if (!shown || state !== 'ready') return
    const size = shown.world.getItemAt(0).getContentSize()
    for (const { label, rectangle, isChosen, isRefused } of JSON.parse(key) as Mark[]) {
      const element = document.createElement('div')
      element.setAttribute('role', 'img')
      element.setAttribute('aria-label', label)
      const tone = isRefused
        ? 'outline-3 outline-danger'
        : isChosen
          ? 'outline-4 outline-action'
          : 'outline-2 outline-warning'
      element.className = `${OUTLINE} ${tone}`
      const location = shown.viewport.imageToViewportRectangle(
        rectangle.x * size.x,
        rectangle.y * size.y,
        rectangle.width * size.x,
        rectangle.height * size.y,
      )
      shown.addOverlay({ element, location })
    }
    return () => {
      if (viewer.current === shown) shown.clearOverlays()
    }
  }, [viewer, state, key])
}

const OUTLINE = 'pointer-events-none rounded-xs outline-solid outline-offset-2'

/**
 * Adds an element with the mark of the library's style element. The library adds a style element unless it finds one,
 * and the content security policy refuses it. An element of no known namespace has the mark and does nothing.
 */
function withoutStyleElement() {
  const mark = 'data-openseadragon-mobile-css'
  if (document.querySelector(`style[${mark}]`)) return
  const element = document.createElementNS('urn:zhunxin', 'style')
  element.setAttribute(mark, '')
  document.head.append(element)
}

/** Moves the view by a share of what is visible. */
async function moved(viewport: Viewer['viewport'], x: number, y: number) {
  const { Point } = await import('openseadragon').then(({ default: OpenSeadragon }) => OpenSeadragon)
  const { width, height } = viewport.getBounds()
  viewport.panBy(new Point(width * x, height * y)).applyConstraints()
}
