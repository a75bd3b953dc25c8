import { DocumentThumbnail } from '@/components/documents/document-thumbnail'
import { pageUrls } from '@/components/documents/page-urls'
import type { DraftPage } from '@/lib/qualifications/draft/read-draft'

/** Shows the pages in a slot, without a way to change them. */
export function SlotPages({ pages, name }: { pages: readonly DraftPage[]; name: string }) {
  return (
    <ol className="flex flex-wrap gap-4">
      {pages.map(({ fileId, ...file }, index) => (
        <li key={fileId}>
          <DocumentThumbnail
            thumbnailUrl={`/api/files/${fileId}/thumbnail`}
            urls={pageUrls(fileId, 'rendition', file.pageCount)}
            file={file}
            name={name}
            page={index + 1}
          />
        </li>
      ))}
    </ol>
  )
}
