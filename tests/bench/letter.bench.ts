import { afterAll, test } from 'vitest'
import { drawLetter } from '@/lib/rulebook/letters/draw-letter'
import { LETTER_VARIANTS } from '@/lib/rulebook/letters/letter-text'
import { aFullLetter, LETTER_ID, SIGNER } from '@/tests/factories/letters'
import { figure, median, print, ROUNDS, startPart } from './figures'

afterAll(print)

test('a letter as a file', async () => {
  startPart('letter')
  const issuedAt = new Date(0)
  for (const variant of LETTER_VARIANTS) {
    const times: number[] = []
    let size = 0
    // The first ones compile.
    for (let round = -5; round < ROUNDS; round++) {
      const start = performance.now()
      const { pdf, pages } = await drawLetter({ id: LETTER_ID, issuedAt, letter: aFullLetter(variant), signer: SIGNER })
      if (round >= 0) times.push(performance.now() - start)
      size = pdf.length / pages / 1_000
    }
    figure(`letter ${variant}`, median(times), 'ms', { goal: 150, isMost: true })
    figure(`letter ${variant}, a page`, size, 'kB', { goal: 60, isMost: true })
  }
})
