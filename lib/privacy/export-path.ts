import type { DocumentKind } from '@/lib/db/generated/enums'

const EXTENSIONS: Readonly<Record<string, string>> = {
  'application/pdf': '.pdf',
  'image/heic': '.heic',
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
}

/** Of a name, in characters: with folder and number it stays within what any file system takes. */
const MOST = 60

type Named = { reference: string; kind: DocumentKind; name: string; mediaType: string }

/**
 * Where an exported file lies in its archive: in the folder of its reference, beginning with its kind, so that no name
 * is one that some system keeps for itself; and ending as what it is, whatever its sender said. What was part of a path,
 * or means something to a shell or a file system, is left out of the name (Zip Slip).
 *
 * @param taken paths in use, in lower case, for systems that tell no cases apart; the new one is added
 */
export function exportPath({ reference, kind, name, mediaType }: Named, taken: Set<string>): string {
  const extension = EXTENSIONS[mediaType] ?? ''
  const stem = [...name.replace(/\.[^.]*$/, '').replace(/[^\p{L}\p{M}\p{N} ._()-]/gu, '')]
    .slice(0, MOST)
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
