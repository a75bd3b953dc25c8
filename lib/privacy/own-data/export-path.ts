import { extensionOf } from '@/lib/core/files/file-formats'
import type { DocumentKind } from '@/lib/db/generated/enums'

/** Limits a name in characters: with folder and number it fits any file system. */
const MAX = 60

type Named = { reference: string; kind: DocumentKind; name: string; mediaType: string }

/**
 * Returns the path of an exported file in its archive: in the folder of its reference, starting with its kind, so that
 * no name is reserved on some system, and with the extension of its real type. Parts of a path and characters that mean
 * something to a shell or a file system are removed from the name (Zip Slip).
 *
 * @param taken paths in use, in lower case, for systems that ignore case; the new one is added
 */
export function exportPath({ reference, kind, name, mediaType }: Named, taken: Set<string>): string {
  const extension = extensionOf(mediaType)
  const stem = [...name.replace(/\.[^.]*$/, '').replace(/[^\p{L}\p{M}\p{N} ._()-]/gu, '')]
    .slice(0, MAX)
    .join('')
    .replace(/\.{2,}/g, '.')
    .replace(/^[ .-]+|[ .-]+$/g, '')
  const path = `files/${reference}/${kind}${stem ? `-${stem}` : ''}`
  for (let number = 1; ; number += 1) {
    const tried = `${path}${number > 1 ? `-${number}` : ''}${extension}`
    const key = tried.normalize('NFKC').toLowerCase()
    if (taken.has(key)) continue
    taken.add(key)
    return tried
  }
}
