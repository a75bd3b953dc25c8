import { photo } from './id-card'
import type { Holder } from './person'
import type { Sheet } from './scene'
import { evenly, guilloche, rosette, text } from './svg'

const WIDTH = 1000
const HEIGHT = 700
const ACCENT = '#5b3f7a'

/** Draws the data page, of Utopia: the state that ICAO Doc 9303 makes its own specimens out for. */
export function passportPage(holder: Holder): Sheet {
  const [lineOne, lineTwo] = machineReadable(holder)
  const rows: [string, string][] = [
    ['姓名 Name', holder.name],
    ['国籍 Nationality', '乌托邦 UTOPIA'],
    ['性别 Sex', holder.isFemale ? 'F' : 'M'],
    ['出生日期 Date of birth', holder.birthDate.replaceAll('-', '.')],
    ['签发日期 Date of issue', holder.validFrom],
    ['有效期至 Date of expiry', holder.validTo],
  ]
  const cell = ([label, value]: [string, string], i: number) => {
    const [x, y] = [360 + (i % 2) * 310, 208 + Math.floor(i / 2) * 96]
    return text(x, y, label, { size: 19, fill: ACCENT }) + text(x, y + 38, value, { size: 32, weight: 500 })
  }
  return {
    width: WIDTH,
    height: HEIGHT,
    radius: 18,
    defs: `<linearGradient id="paper" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#efe7f3"/><stop offset="1" stop-color="#e3eef0"/></linearGradient>`,
    body: `
      <rect width="${WIDTH}" height="${HEIGHT}" fill="url(#paper)"/>${guilloche(WIDTH, HEIGHT, '#a48fb8', 10)}
      ${rosette(96, 88, 46, ACCENT)}
      ${text(168, 84, '护照 PASSPORT', { size: 42, weight: 700, fill: ACCENT, spacing: 4 })}${text(170, 120, 'UTOPIA · 样本 SPECIMEN', { size: 20, fill: ACCENT, spacing: 2 })}
      ${text(940, 84, '护照号 Passport No.', { size: 19, fill: ACCENT, anchor: 'end' })}${text(940, 124, holder.idNumber, { size: 36, weight: 700, anchor: 'end', spacing: 3 })}
      ${photo(holder, 60, 176, 262)}
      ${rows.map(cell).join('')}
      <rect y="548" width="${WIDTH}" height="152" fill="#ffffffb0"/>
      ${evenly(56, 606, lineOne, 20.6, { size: 27, weight: 500 })}${evenly(56, 662, lineTwo, 20.6, { size: 27, weight: 500 })}`,
  }
}

/** Returns two lines of 44 characters, by Doc 9303-4. */
function machineReadable({ name, idNumber, birthDate, validTo, isFemale }: Holder): [string, string] {
  const [given = '', ...family] = name.toUpperCase().split(' ')
  const names = `${family.join('<') || given}<<${family.length > 0 ? given : ''}`.replace(/[^A-Z<]/g, '')
  const short = (date: string) => date.replace(/\D/g, '').slice(2).padEnd(6, '<')
  const checked = (field: string) => `${field}${checkDigit(field)}`
  const [number, birth, end] = [
    checked(idNumber.padEnd(9, '<').slice(0, 9)),
    checked(short(birthDate)),
    checked(short(validTo)),
  ]
  const body = `${number}UTO${birth}${isFemale ? 'F' : 'M'}${end}`
  const optional = `${'<'.repeat(14)}0`
  return [
    `P<UTO${names}`.padEnd(44, '<').slice(0, 44),
    `${body}${optional}${checkDigit(number + birth + end + optional)}`.slice(0, 44),
  ]
}

/** Returns the check digit of a field of a zone, by Doc 9303-3. */
export function checkDigit(field: string): number {
  const worth = (character: string) => (character === '<' ? 0 : Number.parseInt(character, 36))
  return [...field].reduce((sum, character, i) => sum + worth(character) * ([7, 3, 1][i % 3] ?? 0), 0) % 10
}
