'use client'
import { useTranslations } from 'next-intl'
import type { Shape } from '@/components/capture/picture-checks'
import { DocumentUpload, type SlotLimits } from '@/components/documents/document-upload'
import { useProblemWords } from '@/components/documents/use-problem-words'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import { StatusBadge } from '@/components/ui/status-badge'
import type { DocumentKind } from '@/lib/db/generated/enums'
import type { PhoneFile } from '@/lib/qualifications/phone/read-phone-page'
import { removePicture } from '../phone/actions'

type Props = {
  kind: DocumentKind
  senderSignatureId: string | null
  name: string
  files: readonly PhoneFile[]
  hasRoom: boolean
  isMultiple: boolean
  limits: SlotLimits
  shape: Shape | null
  /** Says whether the files came through the link to a letter: then the applicant confirms them. */
  isForwarded: boolean
}

/** Replaces the application's id, which only the portal knows: the browser's notes of uploads need a word for it. */
const ITS_APPLICATION = 'phone'

/** Lists what the phone sent for a slot, and takes more. */
export function PhoneFiles({
  kind,
  senderSignatureId,
  name,
  files,
  hasRoom,
  isMultiple,
  limits,
  shape,
  isForwarded,
}: Props) {
  const t = useTranslations('phone.page')
  return (
    <div className="mt-4 flex flex-col gap-4">
      {files.length > 0 ? (
        <ol aria-label={t(isForwarded ? 'filesForwarded' : 'files')} className="divide-y rounded-md border px-3">
          {files.map((file, index) => (
            <SentFile key={file.fileId} file={file} number={index + 1} isForwarded={isForwarded} />
          ))}
        </ol>
      ) : null}
      {hasRoom ? (
        <DocumentUpload
          label={t('upload', { name })}
          place={{ qualificationId: ITS_APPLICATION, kind, senderSignatureId, isPhone: true }}
          shown={files.map(({ fileId }) => fileId).join()}
          limits={limits}
          shape={shape}
          isMultiple={isMultiple}
          isReplacing={!isMultiple && files.some(({ state }) => state === 'READY')}
        />
      ) : null}
    </div>
  )
}

const TONES = { RECEIVED: 'info', READY: 'success', REFUSED: 'danger' } as const

type SentProps = { file: PhoneFile; number: number; isForwarded: boolean }

function SentFile({ file: { fileId, state, refusal, isConfirmed }, number, isForwarded }: SentProps) {
  const t = useTranslations('phone.page')
  const words = useProblemWords()
  const [result, remove] = useFormAction(removePicture)
  return (
    <li className="py-2">
      <div className="flex flex-wrap items-center gap-3">
        <span className="numeric">{t('file', { number })}</span>
        <span role="status">
          <StatusBadge tone={TONES[state]}>{t(`state.${state}`)}</StatusBadge>
        </span>
        {isForwarded && state === 'READY' ? (
          <span className="text-sm text-text-muted">{t(isConfirmed ? 'confirmed' : 'unconfirmed')}</span>
        ) : null}
        {isConfirmed ? null : (
          <form action={remove} className="ml-auto">
            <input type="hidden" name="fileId" value={fileId} />
            <SubmitButton variant="quiet" size="small" aria-label={`${t('remove')}: ${t('file', { number })}`}>
              {t('remove')}
            </SubmitButton>
          </form>
        )}
      </div>
      {refusal ? (
        <p role="alert" className="mt-1 text-sm font-medium text-danger">
          {words(refusal)}
        </p>
      ) : null}
      {result && !result.ok ? (
        <Alert tone="danger" isLive className="mt-2">
          {words({ code: result.error, params: result.params })}
        </Alert>
      ) : null}
    </li>
  )
}
