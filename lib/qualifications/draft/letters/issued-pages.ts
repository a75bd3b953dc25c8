import 'server-only'
import { Readable } from 'node:stream'
import type { IssuedPage } from '@/lib/checks/letter/letter-page'
import { dataKeyIfStored } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import type { Letter } from '@/lib/db/generated/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { decodePages } from '@/lib/imaging/inspect-file'
import { drawLetter } from '@/lib/rulebook/letters/draw-letter'
import type { LetterFacts } from '@/lib/rulebook/letters/facts'
import { letterFor } from '@/lib/rulebook/letters/letter'
import { letterCode } from '@/lib/rulebook/letters/letter-code'
import { letterKey } from '@/lib/rulebook/letters/letter-key'
import { LETTER_VARIANTS } from '@/lib/rulebook/letters/letter-text'
import { letterTextOf } from '@/lib/rulebook/letters/registry'
import { letterPlace } from '../../sealed'
import { LETTER_SLOTS, SLOT_OF_LETTER } from './draft-letters'

/**
 * A photograph is compared with so many of the newest letters of its application: older ones are known by their code
 * alone.
 */
const MOST_LETTERS = 3

/** Limits nothing: the PDF is our own. */
const NO_LIMITS = { maxPixels: Number.MAX_SAFE_INTEGER, minShortSide: 1 }

const QUALIFICATION = { id: true, accountId: true, reference: true, dataKeyId: true } as const
type Found = { id: string; accountId: string; reference: string; dataKeyId: string }

/**
 * Returns the pages of the letters that a file may show, as they were issued: those of its application and its slot,
 * the newest first. They are drawn again from the stored facts.
 *
 * @returns null where the file is in no slot of a letter; no pages where the details of the application are erased
 */
export async function issuedPagesOf(fileId: string): Promise<IssuedPage[] | null> {
  const places = await database().document.findMany({
    where: { kind: { in: [...LETTER_SLOTS] }, pages: { some: { fileId } } },
    select: { kind: true, submission: { select: { qualification: { select: QUALIFICATION } } } },
  })
  if (places.length === 0) return null
  const slots = new Map(
    places.map(({ kind, submission: { qualification } }) => [`${qualification.id} ${kind}`, { kind, qualification }]),
  )
  const pages: IssuedPage[] = []
  for (const { kind, qualification } of slots.values()) pages.push(...(await pagesOfSlot(kind, qualification)))
  return pages
}

async function pagesOfSlot(kind: DocumentKind, qualification: Found): Promise<IssuedPage[]> {
  const key = await dataKeyIfStored(database(), qualification.dataKeyId)
  if (!key) return []
  const letters = await database().letter.findMany({
    where: {
      qualificationId: qualification.id,
      variant: { in: LETTER_VARIANTS.filter((v) => SLOT_OF_LETTER[v] === kind) },
    },
    orderBy: { issuedAt: 'desc' },
    take: MOST_LETTERS,
  })
  const pages: IssuedPage[] = []
  for (const letter of letters) pages.push(...(await pagesOf(letter, qualification, key)))
  return pages
}

async function pagesOf(row: Letter, { reference, accountId }: Found, key: Uint8Array): Promise<IssuedPage[]> {
  const facts: LetterFacts = JSON.parse(open(key, letterPlace(row.id), row.factsSealed))
  const text = await letterTextOf(facts.version, facts.variant)
  const letter = letterFor({ ...facts, text, particulars: { ...facts.particulars, reference } })
  const signer = await letterKey()
  const { pdf, pages } = await drawLetter({ id: row.id, issuedAt: row.issuedAt, letter, signer })
  const drawn: IssuedPage[] = []
  const file = { size: pdf.length, open: async () => Readable.from([pdf]), sender: accountId }
  await decodePages({ ...file, mediaType: 'application/pdf' }, NO_LIMITS, async ({ rendition }) => {
    const code = letterCode({ letterId: row.id, page: drawn.length + 1, pages, version: letter.version }, signer)
    drawn.push({ code, jpeg: rendition })
  })
  return drawn
}
