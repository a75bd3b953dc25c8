import contentDisposition from 'content-disposition'

/** Returns a Content-Disposition that has a file saved under a name, in any script (RFC 6266). */
export const attachment = (name: string): string => disposition('attachment', name)

/** Returns a Content-Disposition that has a file shown, and saved under a name when it is saved. */
export const inline = (name: string): string => disposition('inline', name)

/**
 * The library would send é as a byte of ISO-8859-1, which browsers read in different ways: the plain name is ASCII
 * alone.
 */
const disposition = (type: 'attachment' | 'inline', name: string) =>
  contentDisposition(name, { type, fallback: name.replaceAll(/[^\x20-\x7e]/g, '_') })
