import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseSync } from 'oxc-parser'

/**
 * @typedef {'identifier' | 'comment' | 'string' | 'title' | 'doc' | 'message'} PieceKind
 * @typedef {{ file: string, line: number, kind: PieceKind, text: string, isDocOf?: 'function' | 'other' }} Piece
 */

const FOLDERS = ['app', 'components', 'examples', 'lib', 'prisma', 'scripts', 'tests', 'docs']
const SKIPPED = new Set(['node_modules', 'generated', 'results', 'pictures', 'migrations'])

/**
 * Names files whose words are published, so that a change of them is a new version, and files that are history or that
 * name old words to replace them.
 */
const EXEMPT = [
  /^lib\/rulebook\/versions\//,
  /^lib\/rulebook\/letters\/versions\//,
  /^lib\/core\/languages\/messages\/en\/(?:consents|earlierConsents)\.json$/,
  /^CHANGELOG\.md$/,
  /^docs\/(?:requirements|audit-events)\.md$/,
  /^docs\/decisions\//,
  /^scripts\/words\//,
  /^examples\/api\.d\.ts$/, // generated
]

/** Matches text messages, whose words are registered with providers, in the English messages and in the docs. */
const REGISTERED = new Map([
  ['lib/core/languages/messages/en/messages.json', /^\s*"sms": /],
  ['docs/messages.md', /^\| `[A-Z_]+` \|/],
])

/** Yields each identifier, comment, text, paragraph of the docs and English message of the repository. */
export function* readPieces(root) {
  for (const file of filesOf(root)) {
    const read = readerOf(file)
    if (read) yield* read(file, readFileSync(path.join(root, file), 'utf8'))
  }
}

function* filesOf(root) {
  for (const name of readdirSync(root)) if (name.endsWith('.md')) yield name
  for (const folder of FOLDERS) yield* filesUnder(root, folder)
}

function* filesUnder(root, folder) {
  for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
    const file = `${folder}/${entry.name}`
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) yield* filesUnder(root, file)
    if (entry.isFile() && !EXEMPT.some((exempt) => exempt.test(file))) yield file
  }
}

function readerOf(file) {
  if (EXEMPT.some((exempt) => exempt.test(file))) return null
  if (/\.(?:ts|tsx|mjs|cjs)$/.test(file)) return piecesOfCode
  if (file.endsWith('.md')) return piecesOfDoc
  if (file.endsWith('.prisma')) return piecesOfSchema
  if (file.startsWith('lib/core/languages/messages/en/')) return piecesOfMessages
  return null
}

/** Yields what an engineer reads in a file of code: names, comments, and strings that have a space in them. */
export function* piecesOfCode(file, source) {
  const { program, comments } = parseSync(file, source)
  const lineAt = lineCounter(source)
  for (const { type, value, start, end } of comments) {
    const isDoc = type === 'Block' && value.startsWith('*')
    const doc = isDoc ? { isDocOf: declaresFunction(source.slice(end, end + 400)) ? 'function' : 'other' } : {}
    yield { file, line: lineAt(start), kind: 'comment', text: value, ...doc }
  }
  const found = []
  collect(program, false, found)
  for (const { kind, text, start } of found) yield { file, line: lineAt(start), kind, text }
}

const TITLED = new Set(['describe', 'it', 'test'])

/** Names the tags of templates that are SQL: their words are names of tables and columns. */
const SQL_TAGS = new Set(['$executeRaw', '$queryRaw', 'sql'])

function collect(node, isTitle, found) {
  if (!node || typeof node !== 'object') return
  if (node.type === 'TaggedTemplateExpression' && SQL_TAGS.has(node.tag.property?.name ?? node.tag.name)) {
    for (const child of [node.tag, ...node.quasi.expressions]) collect(child, false, found)
    return
  }
  const piece = pieceOf(node, isTitle)
  if (piece) found.push({ ...piece, start: node.start })
  if (node.type === 'CallExpression' && TITLED.has(firstName(node.callee)) && node.arguments.length > 1) {
    const [title, ...others] = node.arguments
    collect(title, true, found)
    for (const child of [node.callee, ...others]) collect(child, false, found)
    return
  }
  for (const child of Object.values(node)) collect(child, isTitle, found)
}

/** Returns `test` of `test`, of `test.only` and of `test.each(rows)`. */
function firstName(node) {
  return node.name ?? firstName(node.callee ?? node.object ?? node.tag ?? { name: '' })
}

function pieceOf({ type, name, value }, isTitle) {
  if (type === 'Identifier' || type === 'JSXIdentifier') return { kind: 'identifier', text: name }
  const text = type === 'TemplateElement' ? value.raw : type === 'Literal' || type === 'JSXText' ? value : null
  if (typeof text !== 'string' || !text.trim().includes(' ')) return null
  return { kind: isTitle ? 'title' : 'string', text }
}

const FUNCTION = /^\s*(?:export )?(?:default )?(?:async )?function\b/
const ARROW = /^\s*(?:export )?const \w+(?::[^=]+)? =\s*(?:async )?(?:<[^(]*)?(?:\([\s\S]*?\)(?::[^=]+)? =>|\w+ =>)/
const METHOD = /^\s*(?:(?:async|static|override|private|public|get|set) )*\*?#?\w+(?:<[^(]*>)?\([^)]*\)(?:: [^{;]+)? \{/

const declaresFunction = (code) => FUNCTION.test(code) || ARROW.test(code) || METHOD.test(code)

/** Yields the lines of a Markdown file, without blocks of code and links. */
export function* piecesOfDoc(file, source) {
  let isCode = false
  for (const [at, text] of source.split('\n').entries()) {
    if (text.startsWith('```')) isCode = !isCode
    if (!isCode && !text.startsWith('    ') && !REGISTERED.get(file)?.test(text))
      yield { file, line: at + 1, kind: 'doc', text: text.replace(/\]\([^)]*\)/g, ']') }
  }
}

/** Yields the comments of a schema of Prisma: `///` documents the line below the comment's last one. */
export function* piecesOfSchema(file, source) {
  for (const { 0: block, index } of source.matchAll(/^[ \t]*\/\/\/.*(?:\n[ \t]*\/\/\/.*)*/gm)) {
    const text = block.replace(/^[ \t]*\/\/\/ ?/gm, '')
    yield { file, line: source.slice(0, index).split('\n').length, kind: 'comment', text, isDocOf: 'other' }
  }
}

/** Yields the sentences of a file of English messages, each at its line. */
export function* piecesOfMessages(file, source) {
  for (const [at, text] of source.split('\n').entries()) {
    const message = /^\s*"[^"]+": "(.*)",?$/.exec(text)?.[1]
    if (message && !REGISTERED.get(file)?.test(text)) yield { file, line: at + 1, kind: 'message', text: message }
  }
}

function lineCounter(source) {
  const breaks = [...source.matchAll(/\n/g)].map(({ index }) => index)
  return (offset) => {
    let [low, high] = [0, breaks.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((breaks[middle] ?? 0) < offset) low = middle + 1
      else high = middle
    }
    return low + 1
  }
}
