'use client'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { startTransition, useState } from 'react'
import { DocumentThumbnail } from '@/components/documents/document-thumbnail'
import { DocumentUpload, type SlotLimits } from '@/components/documents/document-upload'
import { pageUrls } from '@/components/documents/page-urls'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import type { DocumentKind } from '@/lib/db/generated/enums'
import type { DraftPage } from '@/lib/qualifications/read-draft'
import type { ActionResult } from '@/lib/web/form-action'
import { movePage, removePage } from '../documents/actions'

type Props = {
  qualificationId: string
  kind: DocumentKind
  senderSignatureId: string | null
  /** Of the document, as it is called to the applicant. */
  name: string
  pages: readonly DraftPage[]
  max: number
  limits: SlotLimits
}

/** What stands in a slot, in order, and the way in while there is room. */
export function SlotFiles({ qualificationId, kind, senderSignatureId, name, pages, max, limits }: Props) {
  const t = useTranslations()
  const router = useRouter()
  const [refusal, setRefusal] = useState<string | null>(null)
  const isMultiple = max > 1
  const tell = (result: ActionResult<unknown>) =>
    setRefusal(result.ok ? null : t(`errors.${result.error}`, result.params))
  const move = (fileId: string, direction: 'UP' | 'DOWN') =>
    startTransition(async () => {
      const form = new FormData()
      for (const [key, value] of Object.entries({ qualificationId, fileId, direction })) form.set(key, value)
      tell(await movePage(null, form))
    })

  return (
    <div className="mt-4 flex flex-col gap-4">
      {refusal ? (
        <Alert tone="danger" isLive>
          {refusal}
        </Alert>
      ) : null}
      {pages.length > 0 ? (
        <ol className="flex flex-wrap gap-4">
          {pages.map(({ fileId, ...file }, index) => (
            <li key={fileId}>
              <DocumentThumbnail
                thumbnailUrl={`/api/files/${fileId}/thumbnail`}
                urls={pageUrls(fileId, 'rendition', file.pageCount)}
                file={file}
                name={name}
                page={index + 1}
                removal={{
                  action: async (form) => tell(await removePage(null, form)),
                  values: { qualificationId, fileId },
                }}
              />
              {pages.length > 1 ? (
                <div className="flex gap-1">
                  <MoveButton
                    direction="UP"
                    page={index + 1}
                    isDisabled={index === 0}
                    onMove={() => move(fileId, 'UP')}
                  />
                  <MoveButton
                    direction="DOWN"
                    page={index + 1}
                    isDisabled={index === pages.length - 1}
                    onMove={() => move(fileId, 'DOWN')}
                  />
                </div>
              ) : null}
            </li>
          ))}
        </ol>
      ) : null}
      {pages.length < max || !isMultiple ? (
        <DocumentUpload
          label={t('applicant.documents.upload', { name })}
          place={{ qualificationId, kind, senderSignatureId }}
          limits={limits}
          isMultiple={isMultiple}
          isReplacing={!isMultiple && pages.length > 0}
          onUploaded={() => router.refresh()}
        />
      ) : (
        <p className="text-sm text-text-muted">{t('applicant.documents.full', { max })}</p>
      )}
    </div>
  )
}

type MoveProps = { direction: 'UP' | 'DOWN'; page: number; isDisabled: boolean; onMove: () => void }

function MoveButton({ direction, page, isDisabled, onMove }: MoveProps) {
  const t = useTranslations('applicant.documents')
  const Arrow = direction === 'UP' ? ArrowUp : ArrowDown
  return (
    <Button
      variant="quiet"
      size="icon"
      aria-label={t(direction === 'UP' ? 'move.up' : 'move.down', { page })}
      disabled={isDisabled}
      onClick={onMove}
    >
      <Arrow aria-hidden />
    </Button>
  )
}
