import { useFormatter, useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { Table, TableHead } from '@/components/ui/table'
import { ViewerTime } from '@/components/ui/viewer-time'
import type { StoryNaming } from '@/lib/review/read-story'
import type { StoryDocument } from '@/lib/review/story-declared'
import { useNames } from '../../../queue/[qualificationId]/_components/names'
import { ExportOriginal } from './export-original'

const COLUMNS = ['document', 'size', 'takenInAt', 'sha256'] as const

type Props = {
  qualificationId: string
  documents: readonly StoryDocument[]
  naming: StoryNaming
  /** Whether the reader may take originals out. */
  mayExport: boolean
}

/** What the documents are, never what they show: that is for who holds the claim, in the workbench. */
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
                {t('kilobytes', { size: format.number(Math.ceil(size / 1024)), type: mediaType.replace(/^.*\//, '') })}
              </td>
              <td className="numeric">
                <ViewerTime at={takenInAt} />
              </td>
              <td className="font-mono text-xs whitespace-nowrap text-text-muted">{sha256}</td>
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
