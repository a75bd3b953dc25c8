'use client'
import { Camera, Flashlight, SwitchCamera } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { checkedFile } from './ask-worker'
import type { Checked, PictureLimits } from './asked'
import { CameraGuide } from './camera-guide'
import type { Shape } from './picture-checks'
import { type Facing, lightTorch, useCamera } from './use-camera'
import { useGuidance } from './use-guidance'

export type ViewfinderProps = {
  shape: Shape | null
  limits: PictureLimits & { readonly minShortSide: number }
  /** Opens the phone's own camera instead. */
  onPlain: () => void
  /** Takes the picture by itself when all has been well for a while. */
  isAutomatic: boolean
  onAutomatic: (isAutomatic: boolean) => void
  onTaken: (taken: Checked) => void
}

/** Shows what the camera sees, where to hold what is photographed, and what to do. */
export function Viewfinder({ shape, limits, isAutomatic, onAutomatic, onTaken, onPlain }: ViewfinderProps) {
  const t = useTranslations('applicant.capture')
  const video = useRef<HTMLVideoElement>(null)
  const [facing, setFacing] = useState<Facing>('environment')
  const [isLit, setLit] = useState(false)
  const [isTaking, setTaking] = useState(false)
  const camera = useCamera(video, { isOn: true, facing, minShortSide: limits.minShortSide })
  const isLive = camera.is === 'LIVE'
  // Nobody can see from a person alone when they are ready.
  const canBeAutomatic = shape === 'CARD' || shape === 'PAGE'

  const take = async () => {
    if (isTaking || !video.current) return
    setTaking(true)
    const picture = await photographOf(video.current)
    if (picture) onTaken(await checkedFile(picture, shape, limits))
    setTaking(false)
  }
  const { guidance, outline } = useGuidance(video, {
    isLive: isLive && !isTaking,
    shape,
    onSteady: () => (canBeAutomatic && isAutomatic ? void take() : undefined),
  })
  if (camera.is === 'MISSING') {
    return (
      <div className="flex flex-1 flex-col items-start gap-4 px-4 py-6">
        <p role="alert">{t(`missing.${camera.because}`)}</p>
        <Button variant="primary" onClick={onPlain}>
          <Camera aria-hidden />
          {t('plain')}
        </Button>
      </div>
    )
  }
  return (
    <>
      <div className="relative min-h-0 flex-1 bg-surface-sunken">
        <video
          ref={video}
          muted
          playsInline
          aria-label={t('video')}
          className="absolute inset-0 size-full object-contain"
        />
        {isLive && video.current ? (
          <CameraGuide
            width={video.current.videoWidth}
            height={video.current.videoHeight}
            shape={shape}
            outline={outline}
          />
        ) : null}
      </div>
      <p role="status" className="flex min-h-14 items-center justify-center px-4 text-center font-medium">
        {isTaking
          ? t('taking')
          : isLive
            ? t(`guidance.${guidance ?? (shape === 'PERSON' ? 'PERSON' : 'PLACE')}`)
            : t('starting')}
      </p>
      <div className="flex flex-wrap items-center justify-center gap-3 px-4 pb-4">
        <Button variant="primary" isLoading={isTaking} disabled={!isLive} onClick={() => void take()}>
          <Camera aria-hidden />
          {t('shutter')}
        </Button>
        {isLive && camera.hasTorch ? (
          <Button
            aria-pressed={isLit}
            onClick={() => {
              setLit(!isLit)
              void lightTorch(camera.track, !isLit)
            }}
          >
            <Flashlight aria-hidden />
            {t('torch')}
          </Button>
        ) : null}
        {isLive && camera.hasOthers ? (
          <Button onClick={() => setFacing(facing === 'user' ? 'environment' : 'user')}>
            <SwitchCamera aria-hidden />
            {t('switch')}
          </Button>
        ) : null}
        {canBeAutomatic ? (
          <label className="flex min-h-11 items-center gap-2">
            <input
              type="checkbox"
              checked={isAutomatic}
              onChange={({ target }) => onAutomatic(target.checked)}
              className="size-5"
            />
            {t('automatic')}
          </label>
        ) : null}
      </div>
    </>
  )
}

/** Returns what the camera sees now, as large as it sees it. */
async function photographOf(video: HTMLVideoElement): Promise<File | null> {
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext('2d')?.drawImage(video, 0, 0)
  const picture = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/jpeg', 0.92)
  })
  return picture && new File([picture], `camera-${Date.now()}.jpg`, { type: 'image/jpeg' })
}
