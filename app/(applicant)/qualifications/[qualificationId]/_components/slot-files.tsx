'use client'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, startTransition, useState } from 'react'
import type { Shape } from '@/components/capture/picture-checks'
import { DocumentThumbnail } from '@/components/documents/document-thumbnail'
import { DocumentUpload, type SlotLimits } from '@/components/documents/document-upload'
import { pageUrls } from '@/components/documents/page-urls'
import { useFileEvents } from '@/components/documents/use-file-events'
import { askToSignIn, isSignedOut, nameSender, signInsSoFar } from '@/components/forms/sign-in-again'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import type { FormAction } from '@/lib/core/forms/action-result'
import type { DocumentKind } from '@/lib/db/generated/enums'
import type { DraftPage, RefusedFile, WaitingFile } from '@/lib/qualifications/draft/read-draft'
import { movePage, removePage } from '../documents/actions'
import { UnreadyFiles } from './unready-files'

type Props = {
  qualificationId: string
  kind: DocumentKind
  senderSignatureId: string | null
  /** Names the document as the applicant knows it. */
  name: string
  pages: readonly (DraftPage & { isToReplace?: boolean })[]
  /** Says whether the files are in the order of the pages that their codes name: then nobody moves them. */
  isOrdered?: boolean
  /** Holds what is shown below each page, by the id of its file. */
  choices?: Readonly<Record<string, ReactNode>>
  waiting: readonly WaitingFile[]
  refused: readonly RefusedFile[]
  max: number
  limits: SlotLimits
  shape: Shape | null
}

/** Shows the pages in a slot, in order, and the upload while there is room. */
export function SlotFiles({
  qualificationId,
  kind,
  senderSignatureId,
  name,
  pages,
  isOrdered = false,
  choices = {},
  waiting,
  refused,
  max,
  limits,
  shape,
}: Props) {
  const t = useTranslations()
  const [refusal, setRefusal] = useState<string | null>(null)
  const isMultiple = max > 1
  const kept = pages.filter(({ isToReplace }) => !isToReplace)
  useFileEvents(qualificationId, waiting.length > 0)
  const send = async (action: FormAction<unknown>, form: FormData) => {
    const sentAfter = signInsSoFar()
    const result = await action(null, nameSender(form))
    setRefusal(result.ok ? null : t(`errors.${result.error}`, result.params))
    if (!result.ok && isSignedOut(result)) askToSignIn(() => startTransition(() => send(action, form)), sentAfter)
  }
  const act = (action: FormAction<unknown>, values: Record<string, string>) => {
    const form = new FormData()
    for (const [key, value] of Object.entries({ qualificationId, ...values })) form.set(key, value)
    startTransition(() => send(action, form))
  }
  const move = (fileId: string, direction: 'UP' | 'DOWN') => act(movePage, { fileId, direction })
  const remove = (fileId: string) => act(removePage, { fileId })

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
                  action: (form) => send(removePage, form),
                  values: { qualificationId, fileId },
                }}
              />
              {pages.length > 1 && !isOrdered ? (
                <div className="flex gap-1">
                  <MoveButton
                    label={t('applicant.documents.move.up', { page: index + 1 })}
                    isDisabled={index === 0}
                    onMove={() => move(fileId, 'UP')}
                  >
                    <ArrowUp aria-hidden />
                  </MoveButton>
                  <MoveButton
                    label={t('applicant.documents.move.down', { page: index + 1 })}
                    isDisabled={index === pages.length - 1}
                    onMove={() => move(fileId, 'DOWN')}
                  >
                    <ArrowDown aria-hidden />
                  </MoveButton>
                </div>
              ) : null}
              {choices[fileId]}
            </li>
          ))}
        </ol>
      ) : null}
      <UnreadyFiles waiting={waiting} refused={refused} onRemove={remove} />
      {kept.length + waiting.length < max || !isMultiple ? (
        <DocumentUpload
          label={t('applicant.documents.upload', { name })}
          place={{ qualificationId, kind, senderSignatureId }}
          shown={[...pages, ...waiting, ...refused].map(({ fileId }) => fileId).join()}
          limits={limits}
          shape={shape}
          isMultiple={isMultiple}
          isReplacing={!isMultiple && pages.length > 0}
        />
      ) : (
        <p className="text-sm text-text-muted">{t('applicant.documents.full', { max })}</p>
      )}
    </div>
  )
}

type MoveProps = { label: string; isDisabled: boolean; onMove: () => void; children: ReactNode }

function MoveButton({ label, isDisabled, onMove, children }: MoveProps) {
  return (
    <Button variant="quiet" size="icon" aria-label={label} disabled={isDisabled} onClick={onMove}>
      {children}
    </Button>
  )
}
