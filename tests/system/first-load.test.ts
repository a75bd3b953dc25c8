import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { builtFile } from '@/scripts/prepare/app.mjs'

/**
 * All scripts that a current browser fetches before a page is whole, gzipped, in KiB. Left out is what Next marks
 * `nomodule`, which only browsers without modules fetch; and what a page asks for later by `import()`.
 */
const LIMITS = {
  '(public)': 170,
  '(auth)': 170,
  '(applicant)': 170,
  '(review)': 300,
  '(admin)': 300,
  '(staff)': 300,
} as const

/** What Next's server writes into a page's HTML: by entry (layout, page, error), its scripts. */
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
  return { page, kibibytes: [...files].reduce((sum, file) => sum + gzipped(file), 0) }
})

test.each(Object.entries(LIMITS))('pages of %s load no more than %i KiB of scripts first', (group, limit) => {
  const ofGroup = PAGES.filter(({ page }) => page.startsWith(`/${group}/`))
  expect(ofGroup.length).toBeGreaterThan(0)
  const tooHeavy = ofGroup.filter(({ kibibytes }) => kibibytes > limit)
  expect(tooHeavy.map(({ page, kibibytes }) => `${page}: ${kibibytes.toFixed(1)} KiB`)).toEqual([])
})

test('every page is of one of these groups, but for those of Next and of development', () => {
  const others = PAGES.map(({ page }) => page).filter(
    (page) => !/^\/\((public|auth|applicant|review|admin|staff)\)\//.test(page),
  )
  expect(others.toSorted()).toEqual(['/_global-error/page', '/_not-found/page', '/dev/outbox/page'])
})

test('nothing is counted as nothing', () => {
  for (const { page, kibibytes } of PAGES) expect([page, kibibytes > 50]).toEqual([page, true])
})
