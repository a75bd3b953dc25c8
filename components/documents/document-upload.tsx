'use client'
import { useTranslations } from 'next-intl'
import { acceptText, formatsText, MAX_PDF_PAGES } from '@/lib/core/file-formats'
import { DropZone } from './drop-zone'
import type { UploadPlace } from './send-file'
import { UploadRow } from './upload-row'
import { useUploads } from './use-uploads'

type Props = {
  label: string
  place: UploadPlace
  /** That are taken. */
  mediaTypes: readonly string[]
  limits: { megabytes: number; pixels: number }
  isMultiple?: boolean
  /** A picture is there already, and another takes its place. */
  isReplacing?: boolean
  /** After each file that was taken; a page reads itself anew. */
  onUploaded: () => void
}

/** A slot that takes files: the zone, and what is on its way through it. */
export function DocumentUpload({
  label,
  place,
  mediaTypes,
  limits,
  isMultiple = false,
  isReplacing = false,
  onUploaded,
}: Props) {
  const t = useTranslations('common.upload')
  const { uploads, add, cancel, retry, dismiss } = useUploads({ place, onUploaded })
  const shown = uploads.filter(({ state }) => state !== 'done')
  return (
    <div>
      <DropZone
        label={label}
        accept={acceptText(mediaTypes)}
        isMultiple={isMultiple}
        isReplacing={isReplacing}
        onFiles={add}
      >
        {t('limits', {
          ...limits,
          formats: formatsText(mediaTypes),
          pages: mediaTypes.includes('application/pdf') ? MAX_PDF_PAGES : 0,
        })}
      </DropZone>
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
