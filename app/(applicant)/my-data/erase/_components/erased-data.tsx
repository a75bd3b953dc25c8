import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import type { ErasurePreview } from '@/lib/privacy/erasure/preview-erasure'

/** Shows, before the request, what would be lost, what would stay and why, and which obstacles there are. */
export function ErasedData({ preview }: { preview: ErasurePreview }) {
  const t = useTranslations('myData.erase')
  const words = useTranslations('privacy')
  const { qualificationId, qualifications, obstacles } = preview
  const isAll = qualificationId === null
  return (
    <>
      <Card title={t('goes')}>
        <ul className="flex max-w-measure list-disc flex-col gap-1 pl-5">
          {qualifications.map(({ id, reference, documents, details }) => (
            <li key={id}>
              {t('goesOf', {
                reference,
                files: documents.reduce((sum, { files }) => sum + files, 0),
                answers: details?.answers ?? 0,
                signatures: details?.signatures ?? 0,
                samples: details?.samples ?? 0,
                notes: details?.notes ?? 0,
              })}
            </li>
          ))}
          {isAll ? <li>{t('goesPerson')}</li> : null}
        </ul>
        <p className="mt-3 max-w-measure">{t(isAll ? 'endsAll' : 'endsOne')}</p>
      </Card>
      <Card title={t('remains')}>
        <ul className="flex max-w-measure list-disc flex-col gap-1 pl-5">
          <li>{words('remains.DECISIONS_AND_EVENTS')}</li>
          <li>{words('remains.SHARED_FILES')}</li>
          <li>{words('remains.SENT_MESSAGES')}</li>
        </ul>
      </Card>
      {obstacles.length > 0 ? (
        <Alert tone="warning" title={t('against')}>
          <ul className="list-disc pl-5">
            {obstacles.map((code) => (
              <li key={code}>{words(`obstacles.${code}`)}</li>
            ))}
          </ul>
          <p className="mt-2">{t('decided')}</p>
        </Alert>
      ) : null}
    </>
  )
}
