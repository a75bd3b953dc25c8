import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser'
import { parseSync } from '@swc/core'
import { expect, test } from 'vitest'
import { FORMATS } from '@/lib/core/languages/formats'
import { LOCALES } from '@/lib/core/languages/locales'
import { messagesOf, NAMESPACES } from '@/lib/core/languages/messages'

/** Lists every sentence as `namespace.key.key`, with the names of its parameters and tags. */
function sentences(messages: object, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(messages).flatMap(([key, value]: [string, unknown]) =>
      typeof value === 'string'
        ? [[prefix + key, value] as const]
        : [...sentences(value as object, `${prefix}${key}.`)],
    ),
  )
}

/** Lists the names of values and tags, anywhere in a sentence. */
function parametersIn(elements: readonly MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.literal || element.type === TYPE.pound) return []
    if (element.type === TYPE.tag) return [element.value, ...parametersIn(element.children)]
    if (element.type !== TYPE.select && element.type !== TYPE.plural) return [element.value]
    return [element.value, ...Object.values(element.options).flatMap(({ value }) => parametersIn(value))]
  })
}

const parameters = (sentence = '') => [...new Set(parametersIn(parse(sentence)))].toSorted()

const [chinese, english] = (await Promise.all(LOCALES.map((locale) => messagesOf(locale)))).map((all) => sentences(all))

test.each(NAMESPACES)('both languages have the same words: %s', (namespace) => {
  const keysOf = (all: Map<string, string> | undefined) =>
    [...(all?.keys() ?? [])].filter((key) => key.startsWith(`${namespace}.`)).toSorted()
  expect(keysOf(chinese)).toEqual(keysOf(english))
  expect(keysOf(chinese).length).toBeGreaterThan(0)
})

test('both languages fill in the same values', () => {
  for (const [key, sentence] of chinese ?? []) {
    expect([key, parameters(sentence)]).toEqual([key, parameters(english?.get(key))])
  }
})

/** Lists the elements of a sentence, also those within its tags and its choices. */
function elementsIn(elements: readonly MessageFormatElement[]): MessageFormatElement[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.tag) return [element, ...elementsIn(element.children)]
    if (element.type !== TYPE.select && element.type !== TYPE.plural) return [element]
    return [element, ...Object.values(element.options).flatMap(({ value }) => elementsIn(value))]
  })
}

test('each time has one of the portal’s formats: a compiled message has no others', () => {
  const all = [...(chinese ?? []), ...(english ?? [])]
  const times = all.flatMap(([key, sentence]) =>
    elementsIn(parse(sentence)).flatMap((element) =>
      element.type === TYPE.date || element.type === TYPE.time ? [{ key, style: element.style }] : [],
    ),
  )
  expect(times.length).toBeGreaterThan(0)
  expect(times.filter(({ style }) => typeof style !== 'string' || !(style in FORMATS.dateTime))).toEqual([])
})

test('no message is empty', () => {
  for (const [key, sentence] of chinese ?? []) expect([key, sentence.trim()]).not.toEqual([key, ''])
  for (const [key, sentence] of english ?? []) expect([key, sentence.trim()]).not.toEqual([key, ''])
})

test('a size stays in one line with its unit', () => {
  const sizes = [...(chinese ?? []), ...(english ?? [])].filter(([, sentence]) => /[\d}]\sMB\b/.test(sentence))
  expect(sizes.length).toBeGreaterThan(0)
  expect(sizes.filter(([, sentence]) => / MB\b/.test(sentence))).toEqual([])
})

type Node = { type?: string; [key: string]: unknown }

/** Lists the attributes that people read or hear. */
const READ = new Set(['aria-label', 'aria-description', 'title', 'placeholder', 'alt', 'label', 'hint', 'lead'])
const WORD = /[\p{Script=Han}]|\p{L}{2,}/u

/** Calls `look` with each node of a file's syntax tree. */
function eachNode(file: string, look: (node: Node) => void): void {
  const visit = (node: unknown): void => {
    if (!node || typeof node !== 'object') return
    look(node as Node)
    Object.values(node).forEach(visit)
  }
  visit(parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript', tsx: file.endsWith('x') }))
}

/** Finds text written directly into the markup of a file. */
function hardCoded(file: string): string[] {
  const found: string[] = []
  eachNode(file, ({ type, ...rest }) => {
    if (type === 'JSXText' && WORD.test(String(rest.value))) found.push(String(rest.value).trim())
    if (type === 'JSXAttribute') {
      const name = String((rest.name as Node).value)
      const value = rest.value as Node | null
      if (READ.has(name) && value?.type === 'StringLiteral' && WORD.test(String(value.value)))
        found.push(String(value.value))
    }
  })
  return found
}

const filesIn = (folders: readonly string[], ending: RegExp) =>
  folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => ending.test(name))
      .map((name) => path.join(folder, name)),
  )

test.each(filesIn(['app', 'components'], /\.tsx$/))('%s has no words of its own', (file) => {
  // The last error page is shown when nothing works, the messages included.
  if (file === 'app/global-error.tsx') return
  expect(hardCoded(file)).toEqual([])
})

/** Lists the texts of the code: literal ones, and templates with anything in place of their values. */
function textsOf(files: readonly string[]): (key: string) => boolean {
  const literals = new Set<string>()
  const templates = new Map<string, RegExp>()
  for (const file of files) {
    eachNode(file, ({ type, value, quasis }) => {
      if (type === 'StringLiteral') literals.add(String(value))
      if (type !== 'TemplateLiteral') return
      const parts = (quasis as { cooked: string }[]).map(({ cooked }) => cooked)
      if (!/[a-z]/i.test(parts.join(''))) return // values alone could be anything
      const source = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')
      templates.set(source, new RegExp(`^${source}$`))
    })
  }
  return (key) => literals.has(key) || [...templates.values()].some((template) => template.test(key))
}

test('each sentence is used by some part of the code', () => {
  const code = filesIn(['app', 'components', 'lib'], /(?<!\.test)\.tsx?$/)
  const isText = textsOf(code.filter((file) => !file.includes('/generated/') || file.endsWith('/enums.ts')))
  /** Finds a key as a whole, or by a namespace with the rest of the key. */
  const isAskedFor = (key: string) => {
    const parts = key.split('.')
    const splits = parts.map((_, at) => [parts.slice(0, at).join('.'), parts.slice(at).join('.')] as const)
    return splits.some(([namespace, rest]) => (namespace === '' || isText(namespace)) && isText(rest))
  }
  expect([...(chinese?.keys() ?? [])].filter((key) => !isAskedFor(key))).toEqual([])
})
