import { expect, it } from 'vitest'
import { printed } from '../testing/printed'
import { passport } from './passport'
import { zoneIn } from './zone'

/** Copies the specimen of ICAO Doc 9303-4. */
const ZONE = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10'] as const

/** Some fillers of a row of them are not read; the others are where they are printed. */
function withGaps(text: string, y: number) {
  const line = printed(text, 50, y, 20)
  const characters = line.characters.filter(({ text: character }, i) => character !== '<' || i % 3 !== 0)
  return { ...line, characters, text: characters.map((one) => one.text).join('') }
}

it('the zone is read though fillers were lost, by where its characters are', () => {
  const lines = [withGaps(ZONE[0], 600), withGaps(ZONE[1], 650)]
  expect(zoneIn(lines)?.text).toEqual(ZONE)
  const fields = passport(lines, 2012)
  expect(Object.fromEntries(Object.entries(fields).map(([key, { value }]) => [key, value]))).toMatchObject({
    name: 'ERIKSSON ANNA MARIA',
    idNumber: 'L898902C3',
    birthDate: '1974-08-12',
    validTo: '2012-04-15',
  })
})

it('a page without a zone is none', () => {
  expect(zoneIn([printed('护照 PASSPORT', 10, 10)])).toBeNull()
})
