import { expect, test } from 'vitest'
import { attachment, inline } from './disposition'

test.each([
  ['ZX-20261125-ABCDEF.pdf', 'attachment; filename="ZX-20261125-ABCDEF.pdf"'],
  ['资质 1.jpg', `attachment; filename="__ 1.jpg"; filename*=UTF-8''%E8%B5%84%E8%B4%A8%201.jpg`],
  ['é.pdf', `attachment; filename="_.pdf"; filename*=UTF-8''%C3%A9.pdf`],
  ['a"b.pdf', 'attachment; filename="a\\"b.pdf"'],
  ["it's (1).pdf", 'attachment; filename="it\'s (1).pdf"'],
  [
    'a\r\nSet-Cookie: b.pdf',
    `attachment; filename="a__Set-Cookie: b.pdf"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20b.pdf`,
  ],
  ['../../etc/passwd', 'attachment; filename="passwd"'],
])('%j is saved under its name, and writes no header of its own', (name, header) => {
  expect(attachment(name)).toBe(header)
  expect(inline(name)).toBe(header.replace('attachment', 'inline'))
  expect(new Headers({ 'Content-Disposition': attachment(name) }).get('content-disposition')).toBe(header)
})
