import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { DocumentKind } from '@/lib/db/generated/enums'
import { ID_TYPES } from '@/lib/rulebook/id-types'
import { ownFontOnly } from './font'
import { drawSpecimen } from './specimen'

const PERSON = {
  'person.name': '杨本',
  'person.idNumber': '11999919910314002X',
  'person.birthDate': '1991-03-14',
  'person.idValidFrom': '2020-01-01',
  'person.idValidTo': '2031-01-01',
}

describe('a specimen', () => {
  it.each(Object.values(DocumentKind))('of %s is a JPEG of the size of a photograph, and small', async (kind) => {
    const picture = await drawSpecimen({ kind, fields: { ...PERSON, 'person.idType': 'RESIDENT_ID' } })
    const { format, width, height } = await sharp(picture).metadata()
    expect(format).toBe('jpeg')
    expect([width, height].sort((a, b) => a - b)).toEqual([1200, 1600])
    expect(picture.length).toBeLessThan(300 * 1024)
  })

  it('is the same each time, and another for another seed', async () => {
    const of = (seed: string) => drawSpecimen({ kind: 'ID_PORTRAIT', fields: PERSON, seed })
    expect(await of('1')).toEqual(await of('1'))
    expect(await of('1')).not.toEqual(await of('2'))
  })

  it('shows whose it is: no two types and no two names look alike', async () => {
    const pictures = [
      ...ID_TYPES.map((idType) =>
        drawSpecimen({ kind: 'ID_PORTRAIT', fields: { ...PERSON, 'person.idType': idType } }),
      ),
      drawSpecimen({ kind: 'ID_PORTRAIT', fields: { ...PERSON, 'person.name': '范例' } }),
    ]
    const drawn = (await Promise.all(pictures)).map((picture) => picture.toString('base64'))
    expect(new Set(drawn).size).toBe(drawn.length)
  })

  it('is written in letters and not in boxes, with any fonts that the machine has', async () => {
    ownFontOnly()
    const written = (character: string) =>
      sharp(
        Buffer.from(
          `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="80"><text x="10" y="60" font-size="60" font-family="Noto Sans SC">${character}</text></svg>`,
        ),
      )
        .raw()
        .toBuffer()
    const [one, other, none] = await Promise.all(['样', '本', ' '].map(written))
    expect(one).not.toEqual(other) // a missing letter is drawn as the same box, whichever it is
    expect(one).not.toEqual(none)
  })
})
