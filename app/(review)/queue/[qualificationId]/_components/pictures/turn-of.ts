import { pageUrl } from '@/components/documents/page-urls'
import type { Turned } from '@/lib/checks/upright'
import type { ReviewCase } from '@/lib/review/open-case'

/** Returns by how many degrees, clockwise, a picture is shown turned. */
export const turnOf = ({ turned }: Pick<ReviewCase, 'turned'>, src: string): Turned =>
  turned.find(({ fileId, page }) => pageUrl(fileId, 'rendition', page) === src)?.turned ?? 0
