'use client'
import { type RefObject, useEffect, useState } from 'react'

/** Says which way a camera looks: at what is in front of the phone, or at the person who holds it. */
export type Facing = 'environment' | 'user'

export type Camera =
  | { is: 'STARTING' }
  | { is: 'LIVE'; track: MediaStreamTrack; hasTorch: boolean; hasOthers: boolean }
  | { is: 'MISSING'; because: 'DENIED' | 'NONE' | 'SMALL' }

/** On a page that fills such a picture, print of 8 points can be read. */
const WANTED = { width: { ideal: 2560 }, height: { ideal: 1440 } }

/** Shows a camera in a video element while `isOn`. Its light goes out with that, and with the page. */
export function useCamera(
  video: RefObject<HTMLVideoElement | null>,
  { isOn, facing, minShortSide }: { isOn: boolean; facing: Facing; minShortSide: number },
): Camera {
  const [camera, setCamera] = useState<Camera>({ is: 'STARTING' })
  useEffect(() => {
    if (!isOn) return
    let stream: MediaStream | null = null
    let isOver = false
    const stop = () => {
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
    const missing = (because: Extract<Camera, { is: 'MISSING' }>['because']) => {
      stop()
      if (!isOver) setCamera({ is: 'MISSING', because })
    }
    const start = async () => {
      setCamera({ is: 'STARTING' })
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: { ideal: facing }, ...WANTED } })
      const [track] = stream.getVideoTracks()
      const element = video.current
      if (isOver || !track || !element) return missing('NONE')
      element.srcObject = stream
      await element.play()
      if (Math.min(element.videoWidth, element.videoHeight) < minShortSide) return missing('SMALL')
      track.addEventListener('ended', () => missing('NONE')) // another program took it
      const devices = await navigator.mediaDevices.enumerateDevices()
      const hasOthers = devices.filter(({ kind }) => kind === 'videoinput').length > 1
      if (!isOver) setCamera({ is: 'LIVE', track, hasTorch: hasTorch(track), hasOthers })
    }
    start().catch((error: unknown) =>
      missing(error instanceof DOMException && error.name === 'NotAllowedError' ? 'DENIED' : 'NONE'),
    )
    return () => {
      isOver = true
      stop()
    }
  }, [video, isOn, facing, minShortSide])
  return camera
}

/** TypeScript knows nothing of torches. */
type WithTorch = { torch?: boolean }

const hasTorch = (track: MediaStreamTrack): boolean =>
  (track.getCapabilities?.() as WithTorch | undefined)?.torch === true

/** Switches the light of a phone on or off; a camera may refuse. */
export async function lightTorch(track: MediaStreamTrack, torch: boolean): Promise<void> {
  await track.applyConstraints({ advanced: [{ torch } as MediaTrackConstraintSet] }).catch(() => {})
}
