/**
 * Names a page of a file that has several. `file` counts the files of its document from 1; it is null where no other of
 * them has several pages. `page` counts from 1.
 */
export type FilePlace = { readonly file: number | null; readonly page: number }

/** Translates a whole key of the message files. */
type Say = (key: string, values?: Record<string, string | number>) => string

/** Returns a sentence with the pages of the file that it is about; as it is where nothing says which. */
export function atPages(say: Say, text: string, places: readonly FilePlace[] = []): string {
  if (places.length === 0) return text
  const named = places.map(({ file, page }) =>
    file === null ? String(page) : say('rulebook.inPdf.page', { file, page }),
  )
  const list = named.join(say('rulebook.inPdf.and'))
  const isOne = places.every(({ file }) => file === null)
  return say(`rulebook.inPdf.${isOne ? 'one' : 'several'}`, { list, text, count: places.length })
}
