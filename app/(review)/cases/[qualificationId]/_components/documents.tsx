import { useFormatter, useTranslations } from 'next-intl'
import { useNames } from '@/components/review/names'
import { Card } from '@/components/ui/card'
import { Moment } from '@/components/ui/moment'
import { Table, TableHead } from '@/components/ui/table'
import type { StoryNaming } from '@/lib/cases/read-story'
import type { StoryDocument } from '@/lib/cases/story-declared'
import { ExportOriginal } from './export-original'

const COLUMNS = ['document', 'uploadedAt', 'sha256'] as const

type Props = {
  qualificationId: string
  documents: readonly StoryDocument[]
  naming: StoryNaming
  /** Says whether the reader may export originals. */
  mayExport: boolean
}

/** Lists the documents, never what they show: only the holder of the claim sees that, in the workbench. */
export function Documents({ qualificationId, documents, naming, mayExport }: Props) {
  const t = useTranslations('cases.documents')
  const format = useFormatter()
  const { nameOf } = useNames(naming)
  const rows = documents.flatMap(({ files, kind, ...document }) =>
    files.map((file, index) => {
      const { signature } = document
      const name = nameOf({
        kind: 'DOCUMENT',
        documentKind: kind,
        fieldGroup: null,
        signature,
      })
      return { ...file, name: files.length > 1 ? t('page', { name, page: index + 1 }) : name }
    }),
  )
  return (
    <Card title={t('title')}>
      <p className="mb-2 text-xs text-text-muted">{t('hint')}</p>
      <Table caption={t('title')}>
        <TableHead headings={COLUMNS.map((column) => t(`columns.${column}`))}>
          {mayExport ? <th scope="col">{t('columns.original')}</th> : null}
        </TableHead>
        <tbody>
          {rows.map(({ id, name, size, mediaType, takenInAt, sha256 }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              <td className="numeric">
                <Moment at={takenInAt} />
                <span className="block text-xs text-text-muted">
                  {t('kilobytes', {
                    size: format.number(Math.ceil(size / 1024)),
                    type: mediaType.replace(/^.*\//, '').toUpperCase(),
                  })}
                </span>
              </td>
              <td className="min-w-[18ch] font-mono text-xs break-all text-text-muted">{sha256}</td>
              {mayExport ? (
                <td>
                  <ExportOriginal qualificationId={qualificationId} fileId={id} name={name} />
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  )
}
