'use client'
import type { Viewer } from 'openseadragon'
import { type RefObject, useEffect, useRef, useState } from 'react'

type ViewerState = 'loading' | 'ready' | 'failed'

/** Opens a picture in OpenSeadragon, which is large and so comes only when it is wanted. */
export function usePictureViewer(place: RefObject<HTMLElement | null>, src: string) {
  const viewer = useRef<Viewer | null>(null)
  const [state, setState] = useState<ViewerState>('loading')
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

  const act = (change: (viewport: Viewer['viewport']) => void) => {
    if (viewer.current && state === 'ready') change(viewer.current.viewport)
  }
  return {
    state,
    zoomBy: (factor: number) => act((viewport) => viewport.zoomBy(factor).applyConstraints()),
    rotateBy: (degrees: number) => act((viewport) => viewport.rotateBy(degrees).goHome()),
    panBy: (x: number, y: number) => act((viewport) => void moved(viewport, x, y)),
    reset: () => act((viewport) => viewport.setRotation(0).goHome()),
  }
}

/**
 * The library adds a style element unless it finds one with this mark, and the content security policy refuses it. An
 * element of no known namespace bears the mark and does nothing.
 */
function withoutStyleElement() {
  const mark = 'data-openseadragon-mobile-css'
  if (document.querySelector(`style[${mark}]`)) return
  const element = document.createElementNS('urn:zhunxin', 'style')
  element.setAttribute(mark, '')
  document.head.append(element)
}

/** By a share of what is seen. */
async function moved(viewport: Viewer['viewport'], x: number, y: number) {
  const { Point } = await import('openseadragon').then(({ default: OpenSeadragon }) => OpenSeadragon)
  const { width, height } = viewport.getBounds()
  viewport.panBy(new Point(width * x, height * y)).applyConstraints()
}
