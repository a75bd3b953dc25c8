'use client'
import { Info } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { acceptText, limitWords } from '@/lib/core/file-formats'
import { DropZone } from './drop-zone'
import { PlainRefusal, PlainUpload } from './plain-upload'
import { isUnfinished } from './remembered-uploads'
import type { UploadPlace } from './send-file'
import { UploadRow } from './upload-row'
import { useUploads } from './use-uploads'

/** What a slot takes. */
export type SlotLimits = Parameters<typeof limitWords>[0]

type Props = {
  label: string
  place: UploadPlace
  limits: SlotLimits
  isMultiple?: boolean
  /** A picture is there already, and another takes its place. */
  isReplacing?: boolean
  /** After each file that was taken; a page reads itself anew. */
  onUploaded: () => void
}

/** A slot that takes files: the zone, and what is on its way through it. */
export function DocumentUpload({ label, place, limits, isMultiple = false, isReplacing = false, onUploaded }: Props) {
  const t = useTranslations('common.upload')
  const { uploads, add, cancel, retry, dismiss } = useUploads({ place, onUploaded })
  const shown = uploads.filter(({ state }) => state !== 'done')
  const [wasCut, setCut] = useState(false)
  const { qualificationId, kind, senderSignatureId } = place
  useEffect(
    () => setCut(isUnfinished({ qualificationId, kind, senderSignatureId })),
    [qualificationId, kind, senderSignatureId],
  )
  return (
    <div>
      <DropZone
        label={label}
        accept={acceptText(limits.mediaTypes)}
        isMultiple={isMultiple}
        isReplacing={isReplacing}
        onFiles={add}
      >
        {t('limits', limitWords(limits))}
      </DropZone>
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
      {shown.length > 0 ? (
        <ul aria-label={t('list')} className="mt-2 divide-y">
          {shown.map((upload) => (
            <UploadRow
              key={upload.id}
              upload={upload}
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
