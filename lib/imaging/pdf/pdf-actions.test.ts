import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { Refused } from '../refused'
import { pdfOf, streamOf } from '../testing/sample-pdfs'
import { refuseActiveContent } from './pdf-scan'

function verdict(pdf: Buffer): string {
  try {
    refuseActiveContent(pdf)
    return 'taken'
  } catch (error) {
    return error instanceof Refused ? error.refusal.kind : String(error)
  }
}

const ADDRESS = '<</S/URI/URI(https://example.com/)>>'
const SHARE = '<</S/GoToR/F(\\\\\\\\host\\\\share\\\\x.pdf)/D[0/Fit]>>'
const link = (action: string) => `/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A${action}>>]`
const inStream = (list: string, objects: string) => {
  const entries = `/Type/ObjStm/N 1/First ${list.length}/Filter/FlateDecode`
  return streamOf(entries, deflateSync(list + objects))
}
/** Makes readers differ: a string in the place of a key. */
const UNSOUND = '<<(a)/K 1>>'

describe('what leads out of the file by itself is refused', () => {
  it.each<[string, Buffer]>([
    ['an address when the document opens', pdfOf({ catalog: `/OpenAction${ADDRESS}` })],
    ['a file elsewhere when it opens', pdfOf({ catalog: `/OpenAction${SHARE}` })],
    ['a thread in a file elsewhere', pdfOf({ catalog: '/OpenAction<</S/Thread/F(x.pdf)/D 0>>' })],
    ['an address when a page opens', pdfOf({ page: `/AA<</O${ADDRESS}>>` })],
    ['an address when the button of a mouse goes down', pdfOf({ page: `/AA<</D${ADDRESS}>>` })],
    ['a file elsewhere when a document closes', pdfOf({ catalog: '/AA 100 0 R', objects: [`<</WC${SHARE}>>`] })],
    [
      'an address when the pointer comes near a link',
      pdfOf({ page: `/Annots[<</Subtype/Link/Rect[0 0 9 9]/AA<</E 100 0 R>>>>]`, objects: [ADDRESS] }),
    ],
    ['an action elsewhere in the file', pdfOf({ catalog: '/OpenAction 100 0 R', objects: [ADDRESS] })],
    ['its type elsewhere', pdfOf({ catalog: '/OpenAction<</S 100 0 R/URI(x)>>', objects: ['/URI'] })],
    ['its type with escapes', pdfOf({ catalog: '/OpenAction<</S/#55RI/URI(x)>>' })],
    ['behind a comment', pdfOf({ catalog: `/OpenAction% [\n${ADDRESS}` })],
    ['in a second entry', pdfOf({ catalog: `/OpenAction[10 0 R/Fit]/OpenAction${ADDRESS}` })],
    ['after another', pdfOf({ catalog: `/OpenAction<</S/GoTo/D[10 0 R/Fit]/Next${ADDRESS}>>` })],
    [
      'after two others',
      pdfOf({
        catalog: '/OpenAction 100 0 R',
        objects: ['<</S/Named/N/Print/Next[101 0 R]>>', '<</S/Named/N/Print/Next[100 0 R 102 0 R]>>', SHARE],
      }),
    ],
    [
      'in a later object with the same number',
      Buffer.concat([
        pdfOf({ catalog: '/OpenAction 100 0 R', objects: ['[10 0 R/Fit]'] }),
        Buffer.from(`100 0 obj\n${ADDRESS}\nendobj\n`),
      ]),
    ],
    ['in an object stream', pdfOf({ catalog: '/OpenAction 200 0 R', objects: [inStream('200 0 ', ADDRESS)] })],
    ['of a catalogue in an object stream', pdfOf({ objects: [inStream('200 0 ', `<</OpenAction${ADDRESS}>>`)] })],
    ['nowhere to be found, where something leads out', pdfOf({ catalog: '/OpenAction 9 0 R', page: link(ADDRESS) })],
    [
      'in a file that readers read differently',
      pdfOf({ catalog: '/OpenAction[10 0 R/Fit]', page: link(ADDRESS), objects: [UNSOUND] }),
    ],
    [
      'in a stream of such a file',
      pdfOf({ objects: [UNSOUND, streamOf('', `101 0 obj <</OpenAction${ADDRESS}>> endobj`)] }),
    ],
    [
      'in an object stream that readers read differently',
      pdfOf({ catalog: '/OpenAction 200 0 R', objects: [inStream('200 0 ', `<<(a)/S/URI>>`)] }),
    ],
  ])('%s', (_, pdf) => {
    expect(verdict(pdf)).toBe('ACTIVE_CONTENT')
  })
})

describe('what stays inside, or must be clicked, is accepted', () => {
  it.each<[string, Buffer]>([
    ['a link to an address', pdfOf({ page: link(ADDRESS) })],
    ['a link to another file', pdfOf({ page: link(SHARE) })],
    [
      'a place at which the document opens',
      pdfOf({ catalog: '/OpenAction[10 0 R/XYZ null null 0]', page: link(ADDRESS) }),
    ],
    [
      'such a place elsewhere in the file',
      pdfOf({ catalog: '/OpenAction 100 0 R', page: link(ADDRESS), objects: ['[10 0 R/Fit]'] }),
    ],
    [
      'an action that leads there',
      pdfOf({
        catalog: '/OpenAction 100 0 R',
        page: link(' 101 0 R'),
        objects: ['<</S/GoTo/D[10 0 R/Fit]/SD[10 0 R/Fit]/Next<</S/Named/N/NextPage>>>>', ADDRESS],
      }),
    ],
    [
      'a place that leads to itself',
      pdfOf({ catalog: '/OpenAction 100 0 R', page: link(ADDRESS), objects: ['<</Next 100 0 R>>'] }),
    ],
    ['a document that is printed when it opens', pdfOf({ catalog: '/OpenAction<</S/Named/N/Print>>' })],
    ['a page that opens at itself', pdfOf({ page: `/AA<</O<</S/GoTo/D[10 0 R/Fit]>>>>${link(ADDRESS)}` })],
    ['the words in a title', pdfOf({ catalog: `/T(/OpenAction${ADDRESS})`, page: link(ADDRESS) })],
    ['an action nowhere to be found', pdfOf({ catalog: '/OpenAction 9 0 R' })],
    ['a file that readers read differently', pdfOf({ page: link(ADDRESS), objects: [UNSOUND] })],
  ])('%s', (_, pdf) => {
    expect(verdict(pdf)).toBe('taken')
  })
})

describe('the empty name (ISO 32000-2, 7.3.5)', () => {
  const article = link('<</S/URI/URI(https://example.com/docs/XFA)>>')

  it('is a place that browsers write for the start of a page', () => {
    const start = '/Annots[<</Subtype/Link/Rect[0 0 9 9]/Dest />>100 0 R]'
    const objects = [
      '<</Subtype/Link/A<</S/URI/URI(https://example.com/docs/XFA)>>>>',
      '<</ [10 0 R/Fit]/x[10 0 R/Fit]>>',
    ]
    expect(verdict(pdfOf({ catalog: '/Dests 101 0 R', page: start, objects }))).toBe('taken')
  })

  it('counts in the object that has it: who overlooks it reads a string after it as something else', () => {
    expect(verdict(pdfOf({ page: article, objects: ['<</Dest />>'] }))).toBe('taken')
    expect(verdict(pdfOf({ page: article, objects: ['<</Dest //Contents(x)>>'] }))).toBe('ACTIVE_CONTENT')
    expect(verdict(pdfOf({ objects: ['<</Dest //Contents(/OpenAction<</S/JavaScript>>)>>'] }))).toBe('ACTIVE_CONTENT')
    expect(verdict(pdfOf({ objects: ['<</ (/OpenAction<</S/JavaScript>>)>>'] }))).toBe('ACTIVE_CONTENT')
  })
})
