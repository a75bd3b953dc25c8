import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CitizenNumberOf, citizenNumberProblem } from '@/lib/core/official-numbers/citizen-number'
import { isOrganisationCode, isSocialCreditCode } from '@/lib/core/official-numbers/organisation-codes'
import { idNumberProblem } from './id-number'

/*
 * The oracles below implement the standards in other ways than the code does: ISO 7064 MOD 11-2 by doubling instead of
 * weights, powers of three as big integers, dates by counting days. They share no code with it.
 */

/**
 * Returns the remainder by ISO 7064 MOD 11-2, doubling from the left: 1 for a number with the right check character.
 */
const remainder11 = (characters: string): number =>
  [...characters].reduce((sum, digit) => (sum * 2 + (digit === 'X' ? 10 : Number(digit))) % 11, 0)

const withCheckCharacter = (seventeen: string): string =>
  seventeen + '0123456789X'.split('').find((check) => remainder11(seventeen + check) === 1)

const daysIn = (year: number, month: number): number =>
  month === 2
    ? (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
      ? 29
      : 28
    : [4, 6, 9, 11].includes(month)
      ? 30
      : 31

const isCitizenNumber = (number: string, prefixes: readonly string[]): boolean => {
  if (number.length !== 18 || [...number].some((c, i) => !(i < 17 ? '0123456789' : '0123456789X').includes(c)))
    return false
  const [year, month, day] = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)].map(Number) as [
    number,
    number,
    number,
  ]
  if (year < 1900 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return false
  return (
    prefixes.some((prefix) => number.startsWith(prefix)) && !number.startsWith('999999') && remainder11(number) === 1
  )
}

const MAINLAND = [
  11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63,
  64, 65, 71,
].map(String)
const PREFIXES: Record<CitizenNumberOf, string[]> = {
  RESIDENT_ID: MAINLAND,
  HMT_RESIDENCE_PERMIT: ['81', '82', '83'],
  FOREIGN_PERMANENT_RESIDENT_ID: ['9'],
}
const CARDS = Object.keys(PREFIXES) as CitizenNumberOf[]

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length })
const birthDates = fc
  .record({
    year: fc.integer({ min: 1900, max: 2020 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
  })
  .filter(({ year, month, day }) => day <= daysIn(year, month))
  .map(({ year, month, day }) => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
const citizen = (of: CitizenNumberOf) =>
  fc
    .record({ prefix: fc.constantFrom(...PREFIXES[of]), rest: digits(5), birthDate: birthDates, order: digits(3) })
    .map(({ prefix, rest, birthDate, order }) => ({
      birthDate,
      number: withCheckCharacter((prefix + rest).slice(0, 6) + birthDate.replaceAll('-', '') + order),
    }))
    .filter(({ number }) => !number.startsWith('999999'))
const anyCitizen = fc.constantFrom(...CARDS).chain((of) => citizen(of).map((made) => ({ of, ...made })))

describe('citizen numbers (GB 11643-1999)', () => {
  it('accepts the standard’s own example', () => {
    expect(citizenNumberProblem('11010519491231002X', 'RESIDENT_ID', '1949-12-31')).toBeNull()
  })

  it('accepts each well-formed number of its card', () => {
    fc.assert(
      fc.property(anyCitizen, ({ of, number, birthDate }) => {
        expect(citizenNumberProblem(number, of, birthDate)).toBeNull()
      }),
    )
  })

  it('agrees with the oracle on numbers that are nearly right', () => {
    const changes = fc.array(fc.record({ place: fc.nat(17), by: fc.constantFrom(...'0123456789X') }), { maxLength: 3 })
    fc.assert(
      fc.property(
        anyCitizen,
        changes,
        fc.constantFrom(...CARDS),
        fc.boolean(),
        ({ of, number }, edits, other, same) => {
          const changed = [...number]
          for (const { place, by } of edits) changed[place] = by
          const card = same ? of : other
          // The oracle has no clock, so that years past 2020 are left out.
          fc.pre(Number(changed.slice(6, 10).join('')) <= 2020)
          const verdict = citizenNumberProblem(changed.join(''), card, undefined)
          expect(verdict === null).toBe(isCitizenNumber(changed.join(''), PREFIXES[card]))
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('refuses any single wrong character and any two exchanged neighbours', () => {
    fc.assert(
      fc.property(anyCitizen, ({ of, number }) => {
        for (let place = 0; place < 18; place++) {
          for (const by of '0123456789X') {
            const wrong = number.slice(0, place) + by + number.slice(place + 1)
            if (wrong !== number) expect(citizenNumberProblem(wrong, of, undefined)).not.toBeNull()
          }
          const swapped = number.slice(0, place) + (number[place + 1] ?? '') + number[place] + number.slice(place + 2)
          if (swapped !== number) expect(citizenNumberProblem(swapped, of, undefined)).not.toBeNull()
        }
      }),
      { numRuns: 50 },
    )
  })

  it.each([
    ['1101051949123100', 'RESIDENT_ID', 'ID_NUMBER_FORMAT'],
    ['11010519491231002x', 'RESIDENT_ID', 'ID_NUMBER_FORMAT'],
    [withCheckCharacter('16010519491231002'), 'RESIDENT_ID', 'ID_NUMBER_PREFIX'],
    [withCheckCharacter('99999919491231002'), 'FOREIGN_PERMANENT_RESIDENT_ID', 'ID_NUMBER_PREFIX'],
    [withCheckCharacter('81000019491231002'), 'RESIDENT_ID', 'ID_NUMBER_OF_PERMIT'],
    [withCheckCharacter('83000019491231002'), 'RESIDENT_ID', 'ID_NUMBER_OF_PERMIT'],
    [withCheckCharacter('11010519491231002'), 'HMT_RESIDENCE_PERMIT', 'ID_NUMBER_PREFIX'],
    [withCheckCharacter('11010519490230002'), 'RESIDENT_ID', 'ID_NUMBER_BIRTH_DATE'],
    [withCheckCharacter('11010529990101002'), 'RESIDENT_ID', 'ID_NUMBER_BIRTH_DATE'],
    [withCheckCharacter('11010500500228002'), 'RESIDENT_ID', 'ID_NUMBER_BIRTH_DATE'],
    ['110105194912310020', 'RESIDENT_ID', 'ID_NUMBER_CHECK_CHARACTER'],
  ] as const)('%s as %s is refused as %s', (number, of, code) => {
    expect(citizenNumberProblem(number, of, undefined)).toBe(code)
  })

  it('refuses a date of birth other than the declared one, and no other', () => {
    expect(citizenNumberProblem('11010519491231002X', 'RESIDENT_ID', '1949-12-30')).toBe('ID_NUMBER_BIRTH_DATE')
    expect(citizenNumberProblem('11010519491231002X', 'RESIDENT_ID', undefined)).toBeNull()
  })
})

describe('other ID numbers', () => {
  it.each([
    ['HK_MACAO_PERMIT', ['H12345678', 'M00000001'], ['H1234567', 'H123456789', 'C12345678', '12345678']],
    ['TAIWAN_PERMIT', ['01234567'], ['0123456', '012345678', 'T1234567']],
    [
      'PASSPORT',
      ['E12345678', '12345', 'A1234567890123456'],
      ['1234', 'E1234 5678', 'e12345678', '123456789012345678'],
    ],
    ['FOREIGN_PERMANENT_RESIDENT_ID', ['CAN110171010101'], ['CA0110171010101', 'CAN11017101010', '110171010101CAN']],
  ] as const)('%s', (type, right, wrong) => {
    for (const number of right) expect(idNumberProblem(number, type, '1990-01-01')).toBeNull()
    for (const number of wrong) expect(idNumberProblem(number, type, '1990-01-01')).toBe('ID_NUMBER_FORMAT')
  })
})

const CREDIT_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
/** Returns whether Σ Cᵢ·3ⁱ⁻¹, with the check character, is a multiple of 31 (GB 32100-2015). */
const isMultipleOf31 = (code: string): boolean =>
  [...code].reduce((sum, c, i) => sum + BigInt(CREDIT_ALPHABET.indexOf(c)) * (i === 17 ? 1n : 3n ** BigInt(i)), 0n) %
    31n ===
  0n
const creditBody = fc
  .tuple(
    fc.string({ unit: fc.constantFrom(...CREDIT_ALPHABET), minLength: 2, maxLength: 2 }).map(() => '91'),
    digits(6),
    fc.string({ unit: fc.constantFrom(...CREDIT_ALPHABET), minLength: 9, maxLength: 9 }),
  )
  .map((pieces) => pieces.join(''))

describe('unified social credit codes (GB 32100-2015)', () => {
  it('accepts a published code and refuses letters that no code has', () => {
    expect(isSocialCreditCode('91350100M000100Y43')).toBe(true)
    for (const letter of 'IOSVZ') expect(isSocialCreditCode(`91350100${letter}000100Y43`)).toBe(false)
    expect(isSocialCreditCode('91350100M000100Y4')).toBe(false)
    expect(isSocialCreditCode('91350100-M000100Y43')).toBe(false)
  })

  it('has one check character for each body, the oracle’s', () => {
    fc.assert(
      fc.property(creditBody, (body) => {
        for (const check of CREDIT_ALPHABET) expect(isSocialCreditCode(body + check)).toBe(isMultipleOf31(body + check))
      }),
    )
  })
})

describe('organisation codes (GB 11714-1997)', () => {
  /** Returns whether the weighted sum and the check character (X is ten) make a multiple of 11. */
  const isMultipleOf11 = (code: string): boolean => {
    const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
    const weights = [3, 7, 9, 10, 5, 8, 4, 2, 1]
    let sum = 0
    for (let i = 0; i < 9; i++)
      sum += (weights[i] ?? 0) * (i === 8 && code[i] === 'X' ? 10 : alphabet.indexOf(code[i] ?? ''))
    return sum % 11 === 0
  }

  it('accepts the standard’s own example', () => {
    expect(isOrganisationCode('D2143569X')).toBe(true)
    expect(isOrganisationCode('D21435690')).toBe(false)
    expect(isOrganisationCode('D2143569-X')).toBe(false)
  })

  it('has one check character for each body, the oracle’s', () => {
    const body = fc.string({
      unit: fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
      minLength: 8,
      maxLength: 8,
    })
    fc.assert(
      fc.property(body, (eight) => {
        for (const check of '0123456789X') expect(isOrganisationCode(eight + check)).toBe(isMultipleOf11(eight + check))
      }),
    )
  })
})
