import { useTranslations } from 'next-intl'
import { SlotPages } from '@/components/qualifications/slot-pages'
import { Card } from '@/components/ui/card'
import type { SubmittedContent, SubmittedDocument } from '@/lib/cases/read-submitted'
import { documentName } from '@/lib/rulebook/part-names'
import type { KindRules } from '@/lib/rulebook/rulebook'

type Props = { content: SubmittedContent; rules: KindRules; areErased: boolean }

/** Shows the documents slot by slot, with the names of their files; without pictures once they were erased. */
export function SubmittedDocuments({ content: { documents, fields }, rules, areErased }: Props) {
  const t = useTranslations()
  return (
    <Card title={t('submitted.page.documents')}>
      <ul className="flex flex-wrap gap-x-5 gap-y-4">
        {documents.map((document) => {
          const { id, kind, signatureText, pages } = document
          const name = documentName(t, kind, { rules, answers: fields }, signatureText)
          return (
            <li key={id} className="min-w-36">
              <p className="mb-2 text-text-muted">{name}</p>
              {areErased || pages.length === 0 ? null : <SlotPages pages={pages} name={name} />}
              <Files document={document} />
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

function Files({ document: { pages } }: { document: SubmittedDocument }) {
  const t = useTranslations('submitted.page')
  if (pages.length === 0) return <p>{t('none')}</p>
  const names = pages.flatMap(({ fileId, name }) => (name === '' ? [] : [{ fileId, name }]))
  return (
    <div className="max-w-72 text-sm">
      <p>{t('files', { count: pages.length })}</p>
      {names.map(({ fileId, name }) => (
        <p key={fileId} className="break-all text-text-muted">
          <bdi>{name}</bdi>
        </p>
      ))}
    </div>
  )
}
