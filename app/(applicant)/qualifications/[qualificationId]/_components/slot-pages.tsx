import { DocumentThumbnail } from '@/components/documents/document-thumbnail'
import type { DraftPage } from '@/lib/qualifications/read-draft'

/** What stands in a slot, to be looked at. */
export function SlotPages({ pages, name }: { pages: readonly DraftPage[]; name: string }) {
  return (
    <ol className="flex flex-wrap gap-4">
      {pages.map(({ fileId }, index) => (
        <li key={fileId}>
          <DocumentThumbnail
            thumbnailUrl={`/api/files/${fileId}/thumbnail`}
            url={`/api/files/${fileId}/rendition`}
            name={name}
            page={index + 1}
          />
        </li>
      ))}
    </ol>
  )
}
