import 'server-only'
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import canonicalize from 'canonicalize'
import { z } from 'zod'
import { isId } from '@/lib/core/ids'
import { legalName } from '@/lib/core/operator'
import { systemKey } from '@/lib/crypto/data-keys'
import { drawLetter } from '@/lib/rulebook/letters/draw-letter'
import { type Letter, letterFor, missingFrom } from '@/lib/rulebook/letters/letter'
import { letterKey } from '@/lib/rulebook/letters/letter-key'
import { LETTER_VARIANTS } from '@/lib/rulebook/letters/letter-text'
import { PARTICULARS } from '@/lib/rulebook/letters/particulars'
import { currentLetterVersion, letterTextsOf } from '@/lib/rulebook/letters/registry'
import { StartRefusal } from '../start/run-program'

const Value = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)])
const Facts = z.strictObject({
  variant: z.enum(LETTER_VARIANTS),
  /** The newest text where it is left out. */
  version: z.string().optional(),
  /** The legal name that is addressed; the operator's where it is left out. */
  platform: z.string().trim().min(1).optional(),
  particulars: z.partialRecord(z.enum(PARTICULARS), Value).and(z.object({ reference: z.string().min(1) })),
  /** Gives the letter's id, which is made from the facts where it is left out. */
  id: z.string().refine(isId).optional(),
  issuedAt: z.iso.datetime().default('2024-10-01T00:00:00Z'),
})
type Facts = z.infer<typeof Facts>

export type LetterOfFile = { id: string; letter: Letter; pdf: Buffer; pages: number }

/**
 * Returns the letter of a file with facts, with the key of this installation. The same facts give the same bytes.
 *
 * @throws StartRefusal when the file has no facts of a letter, or some are missing
 */
export async function letterOfFile(file: string): Promise<LetterOfFile> {
  const facts = factsIn(file)
  const platform = facts.platform ?? legalName()
  if (!platform)
    throw new StartRefusal('Say whom the letter is for: "platform" in the facts, or the operator’s legal name.')
  const text = await textOf(facts)
  const missing = missingFrom(text, facts.particulars)
  if (missing.length > 0) throw new StartRefusal(`The particulars lack: ${missing.join(', ')}`)
  const letter = letterFor({ text, particulars: facts.particulars, platform })
  const id = facts.id ?? (await idFrom({ ...facts, platform, version: text.version }))
  const drawn = await drawLetter({ id, issuedAt: new Date(facts.issuedAt), letter, signer: await letterKey() })
  return { id, letter, ...drawn }
}

function factsIn(file: string): Facts {
  try {
    return Facts.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const because = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message
    throw new StartRefusal(`${file} has no facts of a letter: ${because}`)
  }
}

async function textOf({ variant, version }: Facts) {
  const wanted = version ?? (await currentLetterVersion())
  const { texts } = await letterTextsOf(wanted).catch(() => ({ texts: [] }))
  const text = texts.find((one) => one.variant === variant)
  if (!text) throw new StartRefusal(`There is no text ${variant} of the version ${wanted}`)
  return text
}

/** Returns the same id for the same facts. It has a key, since an ID number could be found from its plain hash. */
async function idFrom(facts: unknown): Promise<string> {
  const hash = createHmac('sha256', await systemKey('LETTERS')).update(`id ${canonicalize(facts)}`)
  const hex = hash.digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}
