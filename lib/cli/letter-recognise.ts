import 'server-only'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { IssuedPage } from '@/lib/checks/letter/letter-page'
import { readLetter } from '@/lib/checks/read-picture'
import { DomainError } from '@/lib/core/errors'
import type { Letter } from '@/lib/rulebook/letters/letter'
import { type LetterSigner, letterCode } from '@/lib/rulebook/letters/letter-code'
import { letterKey } from '@/lib/rulebook/letters/letter-key'
import { type LetterPicture, letterPicture } from '@/lib/rulebook/letters/letter-pictures'
import { letterTitles } from '@/lib/rulebook/letters/registry'
import { type ExpectedLetter, letterFindings } from '@/lib/rulebook/warnings/letters'
import { renditionsOf } from './checks/read-file'
import { refuseUnreadable } from './inspect/refuse-unreadable'
import { warnOfDecoding } from './inspect/warn-of-decoding'
import { letterOfFile } from './letters/letter-of-file'
import { readyKeyring } from './start/keys'
import { prepareInstallationDatabase } from './start/prepare-installation'
import { runCommand, StartRefusal } from './start/run-program'

const USAGE = 'npm run letter:recognise -- [--facts FILE] FILE…'

runCommand(async (onStop) => {
  const { files, facts } = argumentsOf(process.argv.slice(2))
  if (files.length === 0) throw new StartRefusal(USAGE)
  for (const file of files) refuseUnreadable(file)
  await prepareInstallationDatabase(onStop)
  await readyKeyring()
  await warnOfDecoding()
  const signer = await letterKey()
  const asked = facts === undefined ? null : await askedBy(facts, signer)
  for (const file of files) process.stdout.write(`${JSON.stringify(await recognise(file, asked, signer))}\n`)
  return 0
})

function argumentsOf(args: string[]): { files: string[]; facts: string | undefined } {
  try {
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options: { facts: { type: 'string' } } })
    return { files: positionals, facts: values.facts }
  } catch {
    throw new StartRefusal(USAGE)
  }
}

/** The letter that the photographs should be of, and its pages as they were issued. */
type Asked = { readonly expected: ExpectedLetter; readonly issued: readonly IssuedPage[] }

async function askedBy(facts: string, signer: LetterSigner): Promise<Asked> {
  const { id, letter, pdf } = await letterOfFile(facts)
  const pages = await renditionsOf(pdf, id)
  const issued = pages.map((jpeg, at) => {
    const said = { letterId: id, page: at + 1, pages: pages.length, version: letter.version }
    return { code: letterCode(said, signer), jpeg }
  })
  return { expected: { letterId: id, voidIds: [], ...signedBy(letter) }, issued }
}

function signedBy({ marks, particulars, variant }: Letter): Pick<ExpectedLetter, 'marks' | 'sealedBy'> {
  // The one that seals is named first.
  const sealedBy = variant === 'INDIVIDUAL' ? null : (particulars[0]?.value['zh-CN'] ?? null)
  return { marks: marks.map(({ key }) => key), sealedBy }
}

/** Any letter that is found. */
const ANY: ExpectedLetter = { letterId: null, voidIds: [], marks: [], sealedBy: null }

async function recognise(file: string, asked: Asked | null, signer: LetterSigner) {
  try {
    const jpegs = await renditionsOf(readFileSync(file), file)
    const titles = await letterTitles()
    const started = performance.now()
    const pages: LetterPicture[] = []
    for (const jpeg of jpegs) {
      pages.push(letterPicture((await readLetter(jpeg, file, asked?.issued, titles)).reading, signer))
    }
    const ms = Math.round(performance.now() - started)
    return { file, pages: pages.map(lineOf), findings: letterFindings(pages, asked?.expected ?? ANY), ms }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { file, refused: error.code, ms: 0 }
  }
}

function lineOf({ letter, said }: LetterPicture) {
  if (!letter) throw new Error('Nothing was said of the letter')
  const { registered, altered, signature, mark, date, grey, cropped } = letter
  return {
    ...{
      letter: said?.letterId ?? null,
      page: said?.page ?? null,
      version: said?.version ?? null,
      registered,
      altered,
    },
    ...{ signature: signature?.there ?? null, mark: mark?.kind ?? null, date: date?.there ?? null, grey, cropped },
  }
}
