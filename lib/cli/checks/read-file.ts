import 'server-only'
import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { readPicture } from '@/lib/checks/read-picture'
import type { Reading } from '@/lib/checks/reading'
import { DomainError } from '@/lib/core/errors'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { countBytes } from '@/lib/documents/count-bytes'
import { examineFile } from '@/lib/documents/examine-file'
import { DOCUMENT_KINDS } from '@/lib/rulebook/document-kinds'
import { BUILT_IN_LETTERS, titlesOf } from '@/lib/rulebook/letters/built-in'
import { findingsOf, type ReadingFinding } from './findings'

/** Says what was read in the first page of a file, or why an upload of it would be refused. */
export type FileReading = { file: string } & (FoundReading | { refused: string }) & { ms: number }

/** Holds what was read, and what a person should look at. */
export type FoundReading = Reading & { findings: readonly ReadingFinding[] }

/** Reads a file as an upload of it would be: decoded in one child, read in another. `ms` is the second alone. */
export async function readFile(file: string, kind: DocumentKind | null): Promise<FileReading> {
  try {
    const [jpeg] = await renditionsOf(readFileSync(file), file)
    if (!jpeg) throw new DomainError('FILE_BROKEN', 'No page')
    const started = performance.now()
    const reading = await readPicture(jpeg, file, titlesOf(BUILT_IN_LETTERS))
    return { file, ...reading, findings: findingsOf(reading, kind), ms: Math.round(performance.now() - started) }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { file, refused: error.code, ms: 0 }
  }
}

/**
 * Returns the pages of a file as an upload of it is shown: decoded in a child, and drawn again as JPEG.
 *
 * @param file names it: nobody knows here whose it is, so that each has a child of its own
 * @throws DomainError as an upload of it
 */
export async function renditionsOf(bytes: Buffer, file: string): Promise<Buffer[]> {
  const limits = { ...DOCUMENT_KINDS.SUPPORTING.limits, minShortSide: 1 } // which accepts every format
  const open = async () => Readable.from([bytes])
  const { bytes: counted, tally } = countBytes(await open(), limits)
  for await (const _ of counted);
  const pages: Buffer[] = []
  await examineFile({ ...tally(), sender: file, open }, limits, async ({ rendition }) => {
    pages.push(rendition)
  })
  return pages
}
