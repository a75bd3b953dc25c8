import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { LOCALES } from '@/lib/core/languages/locales'
import { messagesOf } from '@/lib/core/languages/messages'
import { isPublicFile } from './public-files'

const inPublic = (name: string) => readFileSync(path.join('public', name))

test('each file of the folder is a public file, and nothing else is but the icon', () => {
  const names = readdirSync('public')
  expect(names.length).toBeGreaterThan(0)
  for (const name of names) expect(isPublicFile(`/${name}`), name).toBe(true)
  for (const other of ['/', '/robots', '/robots.txt/', '/public/robots.txt', '/qualifications'])
    expect(isPublicFile(other), other).toBe(false)
})

type Icon = { src: string; type: string; sizes: string }

describe.each(LOCALES)('the manifest in %s', (locale) => {
  const manifest = JSON.parse(inPublic(`manifest.${locale}.webmanifest`).toString())

  test('names the portal as its pages do', async () => {
    const { brand } = (await messagesOf(locale)).common as { brand: { name: string; title: string } }
    expect(manifest).toMatchObject({ lang: locale, name: brand.title, short_name: brand.name, start_url: '/' })
  })

  test.each(manifest.icons as Icon[])('has $src, as large as it says', async ({ src, type, sizes }) => {
    expect(isPublicFile(src)).toBe(true)
    if (src === '/icon.svg') return expect([type, sizes]).toEqual(['image/svg+xml', 'any'])
    const { format, width, height } = await sharp(inPublic(src)).metadata()
    expect([type, sizes]).toEqual([`image/${format}`, `${width}x${height}`])
  })
})

test('the social picture is as large as its tag says, and the icon of phones has no corner that shows through', async () => {
  expect(await sharp(inPublic('social.png')).metadata()).toMatchObject({ width: 1200, height: 630 })
  expect(await sharp(inPublic('apple-touch-icon.png')).metadata()).toMatchObject({ width: 180, hasAlpha: false })
})

/** Returns what RFC 9309 says: the longest matching rule decides, and of two equally long, the one that allows. */
function mayCrawl(target: string): boolean {
  const rules = [
    ...inPublic('robots.txt')
      .toString()
      .matchAll(/^(Allow|Disallow): (.*)$/gm),
  ].map(([, verb, rule = '']) => ({
    allows: verb === 'Allow',
    length: rule.length,
    matches: rule.endsWith('$') ? target === rule.slice(0, -1) : target.startsWith(rule),
  }))
  const found = rules
    .filter(({ matches }) => matches)
    .toSorted((a, b) => b.length - a.length || Number(b.allows) - Number(a.allows))
  return found[0]?.allows ?? true
}

test.each([
  ['/', true],
  ['/prepare', true],
  ['/social.png', true],
  ['/_next/static/chunks/a.js', true],
  ['/?next=%2Fqueue', false],
  ['/prepare?kind=PERSON', false],
  ['/prepare/letter', false],
  ['/register', false],
  ['/sign-in', false],
  ['/staff/sign-in', false],
  ['/qualifications', false],
  ['/invitations/token', false],
  ['/erased/token', false],
  ['/api/health/live', false],
])('robots may read %s: %s', (target, isAllowed) => {
  expect(mayCrawl(target)).toBe(isAllowed)
})
