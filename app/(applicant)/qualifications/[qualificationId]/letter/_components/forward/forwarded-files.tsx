import { getTranslations } from 'next-intl/server'
import { DocumentThumbnail } from '@/components/documents/document-thumbnail'
import { pageUrls } from '@/components/documents/page-urls'
import { Alert } from '@/components/ui/alert'
import { StatusBadge } from '@/components/ui/status-badge'
import type { DraftSlot } from '@/lib/qualifications/draft/read-draft'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { ConfirmForm } from './confirm-form'

type Props = { qualificationId: string; held: DraftSlot; name: string }

/** Lists the files that came through the link to a letter, and has the applicant confirm those that are new. */
export async function ForwardedFiles({ qualificationId, held, name }: Props) {
  const t = await getTranslations('forwarded.files')
  const pages = held.pages.map((page, index) => ({ ...page, number: index + 1 }))
  const forwarded = pages.filter(({ isForwarded }) => isForwarded)
  const count = forwarded.filter(({ isUnconfirmed }) => isUnconfirmed).length
  if (forwarded.length === 0) return null
  return (
    <ClientMessages namespaces={['forwarded']}>
      <Alert
        tone={count > 0 ? 'warning' : 'info'}
        title={count > 0 ? t('title', { count }) : t('none')}
        className="mb-3"
      >
        {count > 0 ? <p className="max-w-measure">{t('text')}</p> : null}
        <ol className="mt-3 flex flex-wrap gap-4">
          {forwarded.map(({ fileId, number, isUnconfirmed, ...file }) => (
            <li key={fileId}>
              {isUnconfirmed ? (
                <>
                  <DocumentThumbnail
                    thumbnailUrl={`/api/files/${fileId}/thumbnail`}
                    urls={pageUrls(fileId, 'rendition', file.pageCount)}
                    file={file}
                    name={name}
                    page={number}
                  />
                  <ConfirmForm qualificationId={qualificationId} fileId={fileId} number={number} />
                </>
              ) : (
                <p className="flex items-center gap-2">
                  {t('file', { page: number })} <StatusBadge tone="success">{t('confirmed')}</StatusBadge>
                </p>
              )}
            </li>
          ))}
        </ol>
      </Alert>
    </ClientMessages>
  )
}
