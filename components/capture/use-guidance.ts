'use client'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { guided } from './ask-worker'
import { type Frame, LIVE_SIDE, within } from './frame'
import type { Guidance } from './guidance'
import type { Quad } from './outline'
import { CLOSE_LONG_SIDE, LIVE_CLOSE_SIDE, type Shape } from './picture-checks'

type Options = {
  isLive: boolean
  shape: Shape | null
  /** Runs when all has been well for a while. */
  onSteady: () => void
}

/** Gives a little more than ten frames a second, for timers are late. A slower phone looks as often as it can. */
const EVERY_MS = 80
/** Words change no more often than this: someone may have them read aloud. */
const CALM_MS = 1_000
const STEADY_MS = 1_000

/** Says what to do while a camera is pointed at something, and where its outline is, in shares of the picture. */
export function useGuidance(video: RefObject<HTMLVideoElement | null>, { isLive, shape, onSteady }: Options) {
  const [guidance, setGuidance] = useState<Guidance | null>(null)
  const [outline, setOutline] = useState<Quad | null>(null)
  const latest = useRef(onSteady)
  latest.current = onSteady
  useEffect(() => {
    if (!isLive) return
    let isOver = false
    let timer = 0
    let changedAt = 0
    let readySince = Number.POSITIVE_INFINITY
    const eyes = eyesOn(video)
    const lookAgain = async () => {
      const started = performance.now()
      const frames = document.hidden ? null : eyes()
      const answer = frames ? await guided({ ...frames, shape }) : null
      if (isOver) return
      const now = performance.now()
      if (answer && frames) {
        setOutline(answer.quad && inShares(answer.quad, frames.frame))
        if (now - changedAt >= CALM_MS) {
          changedAt = now
          setGuidance(answer.guidance)
        }
        readySince = answer.guidance === 'READY' ? Math.min(readySince, now) : Number.POSITIVE_INFINITY
        if (now - readySince >= STEADY_MS) {
          readySince = Number.POSITIVE_INFINITY
          latest.current()
        }
      } else if (frames) return // there is no Worker: the shutter works without words
      timer = window.setTimeout(() => void lookAgain(), Math.max(0, EVERY_MS - (now - started)))
    }
    void lookAgain()
    return () => {
      isOver = true
      window.clearTimeout(timer)
      setGuidance(null)
      setOutline(null)
    }
  }, [video, isLive, shape])
  return { guidance, outline }
}

/** Takes small frames from a video: all of it, and its middle closely. */
function eyesOn(video: RefObject<HTMLVideoElement | null>) {
  const [whole, middle] = [document.createElement('canvas'), document.createElement('canvas')]
  return (): { frame: Frame; close: Frame } | null => {
    const seen = video.current
    if (!seen || seen.videoWidth === 0) return null
    const { videoWidth, videoHeight } = seen
    const small = within(videoWidth, videoHeight, LIVE_SIDE)
    const large = within(videoWidth, videoHeight, CLOSE_LONG_SIDE)
    const width = Math.min(LIVE_CLOSE_SIDE, large.width)
    const height = Math.min(LIVE_CLOSE_SIDE, large.height)
    const frame = drawn(whole, small, seen, { x: 0, y: 0, ...small })
    const close = drawn(middle, { width, height }, seen, {
      x: (width - large.width) / 2,
      y: (height - large.height) / 2,
      ...large,
    })
    return frame && close ? { frame, close } : null
  }
}

type Size = { width: number; height: number }

function drawn(canvas: HTMLCanvasElement, size: Size, seen: HTMLVideoElement, to: Size & { x: number; y: number }) {
  if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size)
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  if (!pen) return null
  pen.drawImage(seen, to.x, to.y, to.width, to.height)
  const { data, width, height } = pen.getImageData(0, 0, size.width, size.height)
  return { data, width, height }
}

const inShares = (quad: Quad, { width, height }: Size): Quad => {
  const [a, b, c, d] = quad
  const share = ({ x, y }: typeof a) => ({ x: x / width, y: y / height })
  return [share(a), share(b), share(c), share(d)]
}
