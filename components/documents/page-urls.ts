/** Addresses of what is shown of a file, page by page. A picture has one page. */
export function pageUrls(fileId: string, variant: 'rendition' | 'thumbnail', pageCount: number): string[] {
  const url = `/api/files/${fileId}/${variant}`
  return Array.from({ length: pageCount }, (_, page) => (page === 0 ? url : `${url}?page=${page}`))
}
