type Variant = 'rendition' | 'thumbnail'

/** Address of what is shown of one page of a file; pages count from 0. A picture has one page. */
export function pageUrl(fileId: string, variant: Variant, page: number): string {
  const url = `/api/files/${fileId}/${variant}`
  return page === 0 ? url : `${url}?page=${page}`
}

/** Addresses of what is shown of a file, page by page. */
export function pageUrls(fileId: string, variant: Variant, pageCount: number): string[] {
  return Array.from({ length: pageCount }, (_, page) => pageUrl(fileId, variant, page))
}
