import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, test } from 'vitest'
import { figure, median, ROUNDS } from '../figures'
import { benchedPortal } from '../served/portal'
import { type Page, visitedPages } from './visited'

/** Names what npx installs where it is missing: nothing else of this repository needs it. */
const LIGHTHOUSE = 'lighthouse@12.2.3'
const CHROMIUM = '/usr/bin/chromium'
const PAGES = ['landing', 'documents', 'status', 'queue', 'workbench']
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const

const portal = benchedPortal('lighthouse')
let pages: Page[]

beforeAll(async () => {
  pages = await visitedPages()
})

type Report = {
  finalDisplayedUrl: string
  categories: Record<(typeof CATEGORIES)[number], { score: number }>
  audits: Record<
    string,
    { numericValue: number; details?: { items: { resourceType: string; transferSize: number }[] } }
  >
}

/** Returns what Lighthouse reports about a page: on a slow phone with a slow network, or at a desk. */
async function reportOf({ path: place, cookie, isPhone }: Page): Promise<Report> {
  const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-lighthouse-'))
  const file = path.join(folder, 'report.json')
  const args = [
    ...['--yes', LIGHTHOUSE, new URL(place, portal().url).href, '--quiet', '--output=json', `--output-path=${file}`],
    `--only-categories=${CATEGORIES.join(',')}`,
    '--chrome-flags=--headless=new --no-sandbox',
    ...(cookie ? [`--extra-headers=${JSON.stringify({ Cookie: `${cookie.name}=${cookie.value}` })}`] : []),
    ...(isPhone ? [] : ['--preset=desktop']),
  ]
  const env = { ...process.env, ...(existsSync(CHROMIUM) ? { CHROME_PATH: CHROMIUM } : {}) }
  try {
    const child = spawn('npx', args, { env, stdio: ['ignore', 'ignore', 'inherit'] })
    const code = await new Promise((resolve) => child.once('exit', resolve))
    if (code !== 0) throw new Error(`Lighthouse ended with ${String(code)}`)
    return JSON.parse(readFileSync(file, 'utf8')) as Report
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

test.each(PAGES)('%s', async (name) => {
  const page = pages.find((one) => one.name === name)
  if (!page) throw new Error(`No page ${name}`)
  const reports: Report[] = []
  for (let round = 0; round < ROUNDS; round++) reports.push(await reportOf(page))
  const led = reports.find(({ finalDisplayedUrl }) => new URL(finalDisplayedUrl).pathname !== page.path)
  if (led) throw new Error(`${page.path} led to ${led.finalDisplayedUrl}`)
  for (const category of CATEGORIES) {
    figure(`${name}: ${category}`, 100 * median(reports.map((one) => one.categories[category].score)), '', { goal: 95 })
  }
  const of = (audit: string) => median(reports.map(({ audits }) => audits[audit]?.numericValue ?? Number.NaN))
  figure(`${name}: largest contentful paint`, of('largest-contentful-paint'), 'ms')
  figure(`${name}: first contentful paint`, of('first-contentful-paint'), 'ms')
  figure(`${name}: total blocking time`, of('total-blocking-time'), 'ms')
  figure(`${name}: cumulative layout shift`, of('cumulative-layout-shift'), '')
  const scripts = (reports[0]?.audits['network-requests']?.details?.items ?? [])
    .filter(({ resourceType }) => resourceType === 'Script')
    .reduce((all, { transferSize }) => all + transferSize, 0)
  figure(`${name}: scripts`, scripts / 1_024, 'KiB')
})
