import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isReference, makeReference, normaliseReference } from './reference'

const references = fc
  .tuple(
    fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
    fc.uint8Array({ minLength: 5, maxLength: 8 }),
  )
  .map(([date, random]) => makeReference(date, random))

describe('references', () => {
  it('contain the day in Shanghai, five random characters and a check character', () => {
    const reference = makeReference(new Date('2026-11-24T16:30:00Z'), Uint8Array.of(0, 1, 2, 3, 31))
    expect(reference).toMatch(/^ZX-20261125-2345Z[2-9A-HJ-NP-Z]$/)
    expect(isReference(reference)).toBe(true)
  })

  it('differ for different random bytes', () => {
    const date = new Date('2026-11-25T00:00:00Z')
    expect(makeReference(date, Uint8Array.of(1, 2, 3, 4, 5))).toBe(
      makeReference(date, Uint8Array.of(33, 34, 35, 36, 37)),
    )
    expect(makeReference(date, Uint8Array.of(1, 2, 3, 4, 5))).not.toBe(
      makeReference(date, Uint8Array.of(1, 2, 3, 4, 6)),
    )
    expect(() => makeReference(date, Uint8Array.of(1, 2, 3, 4))).toThrow(RangeError)
  })

  it('with one wrong character are always refused', () => {
    fc.assert(
      fc.property(references, (reference) => {
        for (let place = 0; place < reference.length; place++) {
          for (const by of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-') {
            const wrong = reference.slice(0, place) + by + reference.slice(place + 1)
            if (wrong !== reference) expect(isReference(wrong), wrong).toBe(false)
          }
        }
      }),
    )
  })

  it('with two exchanged characters are always refused, wherever those are', () => {
    fc.assert(
      fc.property(references, (reference) => {
        for (let left = 0; left < reference.length; left++) {
          for (let right = left + 1; right < reference.length; right++) {
            const characters = [...reference]
            characters[left] = reference.charAt(right)
            characters[right] = reference.charAt(left)
            const wrong = characters.join('')
            if (wrong !== reference) expect(isReference(wrong), wrong).toBe(false)
          }
        }
      }),
    )
  })

  it('are recognised however they are typed', () => {
    fc.assert(
      fc.property(references, (reference) => {
        expect(normaliseReference(reference)).toBe(reference)
        expect(normaliseReference(` ${reference.toLowerCase().replaceAll('-', ' ')}`)).toBe(reference)
        expect(normaliseReference(reference.replace(/./g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)))).toBe(
          reference,
        )
      }),
    )
  })

  it.each(['', 'ZX', 'ZX-20261325-222222', 'zx-20261125-222222', 'ZX-20261125-22222'])('%j is no reference', (text) => {
    expect(isReference(text)).toBe(false)
  })
})
