import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exportPath } from './export-path'

const REFERENCE = 'ZX-20261125-AB12C3'
const at = (name: string, taken = new Set<string>(), mediaType = 'image/jpeg') =>
  exportPath({ reference: REFERENCE, kind: 'ID_PORTRAIT', name, mediaType }, taken)

test.each([
  ['人像面.jpg', '-人像面.jpg'],
  ['../../etc/passwd', '.jpg'],
  ['..\\..\\windows\\system32.dll', '-windowssystem32.jpg'],
  ['/etc/cron.d/x', '-etccron.jpg'],
  ['C:evil.exe', '-Cevil.jpg'],
  ['con', '-con.jpg'],
  ['', '.jpg'],
  ['.bashrc', '.jpg'],
  ['...', '.jpg'],
  ['照片.tar.gz', '-照片.tar.jpg'],
  ['a\u0000b\u202Egpj.exe', '-abgpj.jpg'],
])('%j lies at a safe place', (name, ending) => {
  expect(at(name)).toBe(`files/${REFERENCE}/ID_PORTRAIT${ending}`)
})

test('files of the same name, in upper or lower case, each have a number of their own', () => {
  const taken = new Set<string>()
  const paths = ['照片.jpg', '照片.jpg', '照片.JPG', 'A.jpg', 'a.jpg', '照片-2.jpg'].map((name) => at(name, taken))
  expect(paths.map((path) => path.split('/ID_PORTRAIT')[1])).toEqual([
    '-照片.jpg',
    '-照片-2.jpg',
    '-照片-3.jpg',
    '-A.jpg',
    '-a-2.jpg',
    '-照片-2-2.jpg',
  ])
})

test('it ends as what it is', () => {
  expect(at('x.jpg', new Set(), 'application/pdf')).toMatch(/-x\.pdf$/)
  expect(at('x.jpg', new Set(), 'image/other')).toMatch(/-x$/)
})

test('no matter what its name was, it stays in its folder, and no two are the same', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { maxLength: 8 }), (names) => {
      const taken = new Set<string>()
      const paths = names.map((name) => at(name, taken))
      expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(names.length)
      for (const path of paths) {
        expect(path).toMatch(/^files\/ZX-20261125-AB12C3\/ID_PORTRAIT[^/\\:*?"<>|\p{Cc}\p{Bidi_Control}]*\.jpg$/u)
        expect(path).not.toContain('..')
        expect(path.length).toBeLessThan(200)
      }
    }),
  )
})
