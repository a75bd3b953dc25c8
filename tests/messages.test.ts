import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync } from '@swc/core'
import { expect, test } from 'vitest'
import { LOCALES } from '@/lib/i18n/locales'
import { messagesOf, NAMESPACES } from '@/lib/i18n/messages'

/** Every sentence as `namespace.key.key`, with the names of its parameters and tags. */
function sentences(messages: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(messages).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'string'
        ? [[prefix + key, value] as const]
        : [...sentences(value as object, `${prefix}${key}.`)],
    ),
  )
}

const parameters = (sentence: string) =>
  [...sentence.matchAll(/\{\s*([a-z]\w*)\s*[,}]|<(\w+)>/g)].map(([, name, tag]) => name ?? tag ?? '').toSorted()

const [chinese, english] = (await Promise.all(LOCALES.map((locale) => messagesOf(locale)))).map((all) => sentences(all))

test.each(NAMESPACES)('both languages have the same words: %s', (namespace) => {
  const keysOf = (all: Map<string, string> | undefined) =>
    [...(all?.keys() ?? [])].filter((key) => key.startsWith(`${namespace}.`)).toSorted()
  expect(keysOf(chinese)).toEqual(keysOf(english))
  expect(keysOf(chinese).length).toBeGreaterThan(0)
})

test('both languages fill in the same values', () => {
  for (const [key, sentence] of chinese ?? []) {
    expect([key, [...new Set(parameters(sentence))]]).toEqual([key, [...new Set(parameters(english?.get(key) ?? ''))]])
  }
})

test('nothing is left empty', () => {
  for (const [key, sentence] of chinese ?? []) expect([key, sentence.trim()]).not.toEqual([key, ''])
  for (const [key, sentence] of english ?? []) expect([key, sentence.trim()]).not.toEqual([key, ''])
})

type Node = { type?: string; [key: string]: unknown }

/** Attributes that people read or hear. */
const READ = new Set(['aria-label', 'aria-description', 'title', 'placeholder', 'alt', 'label', 'hint', 'lead'])
const WORD = /[\p{Script=Han}]|\p{L}{2,}/u

/** Text written straight into the markup of a file. */
function hardCoded(file: string): string[] {
  const found: string[] = []
  const visit = (node: unknown): void => {
    if (!node || typeof node !== 'object') return
    const { type, ...rest } = node as Node
    if (type === 'JSXText' && WORD.test(String(rest.value))) found.push(String(rest.value).trim())
    if (type === 'JSXAttribute') {
      const name = String((rest.name as Node).value)
      const value = rest.value as Node | null
      if (READ.has(name) && value?.type === 'StringLiteral' && WORD.test(String(value.value)))
        found.push(String(value.value))
    }
    Object.values(rest).forEach(visit)
  }
  visit(parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript', tsx: true }))
  return found
}

const FILES = ['app', 'components'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tsx'))
    .map((name) => path.join(folder, name)),
)

test.each(FILES)('%s has no words of its own', (file) => {
  // The last resort is shown when nothing works, the messages included.
  if (file === 'app/global-error.tsx') return
  expect(hardCoded(file)).toEqual([])
})
