import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { builtFile } from '@/scripts/prepare/app.mjs'

/**
 * Sums all scripts that a current browser loads before a page is complete, gzipped, in KiB. Scripts that Next marks
 * `nomodule`, for browsers without modules, are left out, and so are those that a page loads later by `import()`.
 */
const LIMITS = {
  '(public)': 170,
  '(auth)': 170,
  '(applicant)': 170,
  '(phone)': 170,
  '(review)': 225,
  '(admin)': 200,
  '(staff)': 200,
} as const

/** Returns the scripts that Next's server writes into a page's HTML, by entry (layout, page, error). */
type PageManifest = { entryJSFiles: Record<string, string[]> }

function manifests(): Map<string, PageManifest> {
  const app = builtFile('server/app')
  const found: { __RSC_MANIFEST?: Record<string, PageManifest> } = {}
  for (const file of readdirSync(app, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('page_client-reference-manifest.js')) {
      runInNewContext(readFileSync(path.join(app, file), 'utf8'), { globalThis: found })
    }
  }
  return new Map(Object.entries(found.__RSC_MANIFEST ?? {}))
}

const sizes = new Map<string, number>()

function gzipped(file: string): number {
  const size = sizes.get(file) ?? gzipSync(readFileSync(builtFile(file))).length / 1024
  sizes.set(file, size)
  return size
}

const { rootMainFiles } = JSON.parse(readFileSync(builtFile('build-manifest.json'), 'utf8')) as {
  rootMainFiles: string[]
}
const PAGES = [...manifests()].map(([page, { entryJSFiles }]) => {
  const files = new Set([...rootMainFiles, ...Object.values(entryJSFiles).flat()])
  return { page, files: [...files], kibibytes: [...files].reduce((sum, file) => sum + gzipped(file), 0) }
})

test.each(Object.entries(LIMITS))('pages of %s load no more than %i KiB of scripts first', (group, limit) => {
  const ofGroup = PAGES.filter(({ page }) => page.startsWith(`/${group}/`))
  expect(ofGroup.length).toBeGreaterThan(0)
  const tooHeavy = ofGroup.filter(({ kibibytes }) => kibibytes > limit)
  expect(tooHeavy.map(({ page, kibibytes }) => `${page}: ${kibibytes.toFixed(1)} KiB`)).toEqual([])
})

test('every page is of one of these groups, but for those of Next and of development', () => {
  const others = PAGES.map(({ page }) => page).filter(
    (page) => !/^\/\((public|auth|applicant|phone|review|admin|staff)\)\//.test(page),
  )
  expect(others.toSorted()).toEqual(['/_global-error/page', '/_not-found/page', '/dev/outbox/page'])
})

test('every page has scripts that were counted', () => {
  for (const { page, kibibytes } of PAGES) expect([page, kibibytes > 50]).toEqual([page, true])
})

const chunks = readdirSync(builtFile('static/chunks')).map((file) => `static/chunks/${file}`)
const scripts = chunks.filter((file) => file.endsWith('.js'))

test('no script parses messages: the build has compiled them (decision 14)', () => {
  expect(scripts.length).toBeGreaterThan(50)
  const parsers = scripts.filter((file) =>
    readFileSync(builtFile(file), 'utf8').includes('EXPECT_ARGUMENT_CLOSING_BRACE'),
  )
  expect(parsers).toEqual([])
})

test('what looks at pictures is a Worker of its own, and no page loads it first', () => {
  // The one that decodes pictures; OpenSeadragon does, too, and draws them.
  const workers = scripts.filter((file) => {
    const script = readFileSync(builtFile(file), 'utf8')
    return script.includes('convertToBlob') && !script.includes('OpenSeadragon')
  })
  expect(workers).toHaveLength(1)
  expect(workers.reduce((sum, file) => sum + gzipped(file), 0)).toBeLessThanOrEqual(60)
  expect(PAGES.flatMap(({ files }) => files).filter((file) => workers.includes(file))).toEqual([])
})
