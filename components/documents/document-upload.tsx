'use client'
import { Info } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { lazy, useEffect, useRef, useState } from 'react'
import type { PictureLimits } from '@/components/capture/asked'
import type { Shape } from '@/components/capture/picture-checks'
import { useGuidedCamera } from '@/components/capture/use-guided-camera'
import { acceptText } from '@/lib/core/files/file-formats'
import { limitWords } from '@/lib/core/files/file-limits'
import { DropZone } from './drop-zone'
import { PlainRefusal } from './plain-refusal'
import { isUnfinished, slotOf } from './remembered-uploads'
import type { UploadPlace } from './upload'
import { isUnderWay, isUnseen } from './upload'
import { UploadRow } from './upload-row'
import { refreshSoon, useFileEvents } from './use-file-events'
import { useUploads } from './use-uploads'

/** The server alone draws it: a browser that runs scripts never loads it. */
const PlainUpload = lazy(async () => ({ default: (await import('./plain-upload')).PlainUpload }))

/** Limits what a slot accepts. */
export type SlotLimits = Parameters<typeof limitWords>[0] & PictureLimits

type Props = {
  label: string
  place: UploadPlace
  /** Lists the ids of the slot's files on the page: an accepted file stays in the list of uploads until it is there. */
  shown: string
  limits: SlotLimits
  /** Names what a picture in it shows. */
  shape: Shape | null
  isMultiple?: boolean
  /** Says that a picture is there already, and another takes its place. */
  isReplacing?: boolean
}

/**
 * Takes files for a slot: shows the zone, and the uploads that are in progress. After each accepted file the page is
 * refreshed.
 */
export function DocumentUpload({ label, place, shown, limits, shape, isMultiple = false, isReplacing = false }: Props) {
  const t = useTranslations('common.upload')
  const picker = useRef<HTMLInputElement>(null)
  const options = { place, shown, shape, limits, isMultiple }
  const { uploads, add, use, replace, turn, cancel, retry, dismiss } = useUploads(options)
  const camera = useGuidedCamera()
  const listed = uploads.filter((upload) => upload.state !== 'done' || isUnseen(upload, shown))
  const isAnyUnseen = uploads.some((upload) => isUnseen(upload, shown))
  useFileEvents(place.qualificationId, !place.isPhone && (isAnyUnseen || uploads.some(isUnderWay)))
  useRepeated(isAnyUnseen)
  const [wasCut, setCut] = useState(false)
  const slot = slotOf(place)
  useEffect(() => setCut(isUnfinished(slot)), [slot])
  return (
    <div>
      <DropZone
        picker={picker}
        label={label}
        accept={acceptText(limits.mediaTypes)}
        isMultiple={isMultiple}
        isReplacing={isReplacing}
        onFiles={(files) => add(files)}
        onCamera={camera.open}
      >
        {t('limits', limitWords(limits))}
      </DropZone>
      {camera.Dialog ? (
        <camera.Dialog
          label={label}
          shape={shape}
          limits={limits}
          onUse={({ file, doubts }) => add([file], doubts)}
          onPlain={camera.plain}
          onClose={camera.close}
        />
      ) : null}
      <noscript>
        <PlainUpload label={label} place={place} accept={acceptText(limits.mediaTypes)} isMultiple={isMultiple} />
      </noscript>
      <PlainRefusal place={place} />
      {wasCut && uploads.length === 0 ? (
        <p className="mt-2 flex gap-1.5 text-sm text-text-muted">
          <Info aria-hidden className="mt-[0.25em] size-[1.1em] shrink-0" />
          {t('wasCut')}
        </p>
      ) : null}
      {listed.length > 0 ? (
        <ul aria-label={t('list')} className="mt-2 divide-y">
          {listed.map((upload) => (
            <UploadRow
              key={upload.id}
              upload={upload}
              onUse={() => use(upload.id)}
              onOther={() => {
                replace(upload.id)
                picker.current?.click()
              }}
              onTurn={() => turn(upload)}
              onCancel={() => cancel(upload.id)}
              onRetry={() => retry(upload.id)}
              onDismiss={() => dismiss(upload.id)}
            />
          ))}
        </ul>
      ) : null}
    </div>
  )
}

/** A page that should show an accepted file by now is read again this often. */
const AGAIN_MS = 5_000
/** Limits how often it is read: the same file again changes nothing on the page. */
const MOST_LOOKS = 12

/** Reads the page again for a while: the first answer may have been lost on the way, and the file with it. */
function useRepeated(isNeeded: boolean): void {
  useEffect(() => {
    if (!isNeeded) return
    let looks = 0
    const timer = window.setInterval(() => {
      looks += 1
      if (looks === MOST_LOOKS) window.clearInterval(timer)
      refreshSoon()
    }, AGAIN_MS)
    return () => window.clearInterval(timer)
  }, [isNeeded])
}
