import { expect, test } from 'vitest'
import type { Reading } from '@/lib/checks/reading'
import { newId } from '@/lib/core/ids'
import { issueLetters } from '@/lib/qualifications/draft/letters/issue-letters'
import { letterCode, letterSigner } from '@/lib/rulebook/letters/letter-code'
import { letterKey } from '@/lib/rulebook/letters/letter-key'
import { aReadyDraft } from '@/tests/factories/qualifications'
import { aLetterReading, anUnreadLetter, aReading } from '@/tests/factories/readings'
import { readLetterEvidence } from './letter-evidence'

async function aLetter() {
  const { applicant, id } = await aReadyDraft()
  const [letter] = await issueLetters(applicant, id)
  return { id, letterId: letter?.id ?? '' }
}

async function evidenceOf(id: string, ...pages: Reading[]) {
  const found = await readLetterEvidence(id, new Map([['file', pages]]))
  return found.map(({ page, known, number, corners }) => ({ page, known, number, isFlat: corners !== null }))
}

test('a reviewer sees of each page whether its code was read, and whose it is', async () => {
  const { id, letterId } = await aLetter()
  const signer = await letterKey()
  const code = (of: string, by = signer) => letterCode({ letterId: of, page: 2, pages: 2, version: 'v' }, by)
  const [number, isFlat] = [{ page: 2, pages: 2 }, true]
  const guess = { text: code(letterId), confidence: 0.9, isRead: false }
  const pages = [
    aLetterReading(code(letterId), true),
    aLetterReading(code(newId()), true),
    aLetterReading(code(letterId, letterSigner(new Uint8Array(32).fill(8))), true),
    aLetterReading(null, true, { code: guess }),
    aLetterReading(null, true),
    anUnreadLetter(),
    { ...anUnreadLetter(), kind: 'NONE' as const },
  ]
  expect(await evidenceOf(id, ...pages)).toEqual([
    { page: 0, known: 'OWN', number, isFlat },
    { page: 1, known: 'FOREIGN', number, isFlat },
    { page: 2, known: 'FORGED', number: null, isFlat },
    { page: 3, known: 'GUESSED', number, isFlat },
    { page: 4, known: 'GUESSED', number: null, isFlat },
    { page: 5, known: 'UNREAD', number: null, isFlat: false },
  ])
})

test('a letter of which nothing was read is there, although no other page was recognised; a card is not', async () => {
  const { id } = await aLetter()
  expect(await evidenceOf(id, anUnreadLetter())).toMatchObject([{ known: 'UNREAD' }])
  expect(await evidenceOf(id, aReading())).toEqual([])
})
