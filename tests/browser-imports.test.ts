import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type ModuleItem, parseSync } from '@swc/core'
import { expect, test } from 'vitest'

/**
 * Lists the packages that browsers load, at first or later. A package of schemas is not among them: what a form needs
 * of a schema's file (a limit, a list of choices, a function) is in a file of its own (decision 14).
 */
const PACKAGES = [
  '@simplewebauthn/browser',
  'altcha',
  'class-variance-authority',
  'clsx',
  'lucide-react',
  'next',
  'next-intl',
  'openseadragon',
  'radix-ui',
  'react',
  'react-dom',
  'tus-js-client',
]

type Source = { directive?: string | undefined; imports: string[] }

const CODE = /(?<!\.test)\.tsx?$/
/** Matches modules that are loaded later, and Workers. */
const LATER = /\bimport\('([^']+)'\)|\bnew URL\('(\.[^']+)', import\.meta\.url\)/g

const sources = new Map<string, Source>()

/** Returns what a file imports; types, which no browser loads, are left out. */
function sourceOf(file: string): Source {
  const source = sources.get(file) ?? (CODE.test(file) ? parsed(file) : { imports: [] })
  sources.set(file, source)
  return source
}

function parsed(file: string): Source {
  const text = readFileSync(file, 'utf8')
  const { body } = parseSync(text, { syntax: 'typescript', tsx: file.endsWith('x') })
  const later = [...text.matchAll(LATER)].map(([, module, worker]) => module ?? worker ?? '')
  return { directive: directiveOf(body[0]), imports: [...body.flatMap(importedBy), ...later] }
}

function directiveOf(first: ModuleItem | undefined): string | undefined {
  if (first?.type !== 'ExpressionStatement' || first.expression.type !== 'StringLiteral') return undefined
  return first.expression.value
}

function importedBy(item: ModuleItem): string[] {
  if (item.type === 'ExportAllDeclaration') return [item.source.value]
  if (item.type !== 'ImportDeclaration' && item.type !== 'ExportNamedDeclaration') return []
  return item.typeOnly || !item.source ? [] : [item.source.value]
}

/** Returns the file that is imported by a name; null for a package. */
function fileOf(from: string, name: string): string | null {
  if (!/^(@\/|\.)/.test(name)) return null
  const base = name.startsWith('@/') ? name.slice(2) : path.join(path.dirname(from), name)
  const file = ['.ts', '.tsx', ''].map((ending) => base + ending).find((each) => existsSync(each))
  if (!file) throw new Error(`${from} imports ${name}, which is not there`)
  return file
}

const packageOf = (name: string) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name

type Package = { name: string; way: string[] }

/**
 * Follows the imports of some files. Returns all files that they load, and each import of a package with the files that
 * lead to it. A browser knows server actions by an id alone, so that nothing behind them is followed.
 */
function loadedBy(starts: readonly string[]): { files: string[]; packages: Package[] } {
  const ways = new Map(starts.map((file) => [file, [file]]))
  const packages: Package[] = []
  // Files that are added to the map meanwhile are visited too.
  for (const [file, way] of ways) {
    const { directive, imports } = sourceOf(file)
    if (directive === 'use server') continue
    for (const name of imports) {
      const next = fileOf(file, name)
      if (next === null) packages.push({ name: packageOf(name), way })
      else if (!ways.has(next)) ways.set(next, [...way, next])
    }
  }
  return { files: [...ways.keys()], packages }
}

const CLIENT_FILES = ['app', 'components', 'lib']
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => CODE.test(name) && !name.includes('generated'))
      .map((name) => path.join(folder, name)),
  )
  .filter((file) => sourceOf(file).directive === 'use client')

const { files, packages } = loadedBy(CLIENT_FILES)

test('browsers load these packages, and no others', () => {
  const others = packages.filter(({ name }) => !PACKAGES.includes(name))
  expect(others.map(({ name, way }) => [...way, name].join(' → '))).toEqual([])
  expect([...new Set(packages.map(({ name }) => name))].toSorted()).toEqual(PACKAGES)
})

test('no browser loads the rulebooks and reasons that come with the portal: a page passes on what it shows of them', () => {
  expect(files.filter((file) => /^lib\/rulebook\/(built-in\.|versions\/)/.test(file))).toEqual([])
})

test('what a file imports is followed: through others, into Workers, and no further than an action', () => {
  const schema = 'lib/qualifications/outlined-place.ts'
  const way = [schema, 'lib/core/id-text.ts']
  expect(loadedBy([schema]).packages).toContainEqual({ name: 'zod', way })
  expect(CLIENT_FILES.length).toBeGreaterThan(200)
  expect(files).toContain('components/capture/picture-worker.ts')
  const actions = files.filter((file) => sourceOf(file).directive === 'use server')
  expect(actions.length).toBeGreaterThan(10)
  expect(files).not.toContain('lib/web/actions/form-action.ts')
})
