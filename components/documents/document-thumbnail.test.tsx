import { NextIntlClientProvider } from 'next-intl'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import type { Turned } from '@/lib/checks/upright'
import common from '@/lib/core/languages/messages/zh-CN/common.json'
import { DocumentThumbnail } from './document-thumbnail'
import { MarkedPicture } from './marked-picture'

const shown = (turned: readonly Turned[]) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="zh-CN" timeZone="Asia/Shanghai" messages={{ common }}>
      <DocumentThumbnail
        thumbnailUrl="/small"
        urls={['/first', '/second']}
        file={{ name: '证件.jpg', sha256: '00', turned }}
        name="身份证人像面"
        page={1}
      />
    </NextIntlClientProvider>,
  )
const classesOf = (html: string, src: string) => new RegExp(`<img[^>]*src="${src}"[^>]*>`).exec(html)?.[0] ?? ''

test('a file is shown turned as it was read, which words say, with a way back', () => {
  const html = shown([90, 0])
  expect(classesOf(html, '/small')).toMatch(/ rotate-90\b/)
  expect(html).toContain('已自动转正。')
  expect(html).toContain('aria-label="按上传时的方向显示: 身份证人像面，第 1 张"')
})

test('a file that is upright, or was not read, is shown as it is, without words', () => {
  expect(shown([])).not.toMatch(/rotate-|已自动转正/)
})

test('a place that a reviewer outlined turns with its picture', () => {
  const place = { fileId: 'file', page: 0, left: 0.1, top: 0.2, right: 0.3, bottom: 0.4 }
  const marked = (turned: Turned) =>
    renderToStaticMarkup(
      <NextIntlClientProvider locale="zh-CN" timeZone="Asia/Shanghai" messages={{ common }}>
        <MarkedPicture place={place} variant="rendition" alt="" className="max-h-48" turned={turned} square="w-48" />
      </NextIntlClientProvider>,
    )
  // The picture and the place are in the element that is turned.
  expect(marked(180)).toMatch(/^<span class="[^"]*rotate-180"><img.*<svg.*<\/span>$/)
  expect(marked(270)).toMatch(/^<span class="[^"]*w-48"><span class="[^"]*-rotate-90"><img.*<svg.*<\/span><\/span>$/)
  expect(marked(0)).not.toContain('rotate')
})
