// A guard prevents an act, or hides a row: a refusal (`if (…) throw new DomainError(…)`, each side of its `||`), a call
// of one (`requireManager(actor)`), a condition of a policy, `visibleTo(actor)` in a filter, and each condition of a
// write's WHERE. Each becomes a call of the probe, which removes one of them in each test file.
import { parseAst } from 'vitest/node'

const REFUSES = /^(require|refuse|assert)[A-Z]/
const CONFLICT = /Conflict$/
const SHOWS = /^(visible[A-Z]\w*|ownedBy|ownAccounts)$/
const WRITES = /^(update|updateMany|updateManyAndReturn|delete|deleteMany)$/
const ASKS_WHO = /^!\s*(can|may[A-Z]\w*|is(Visible|Own)\w*|holds\w+)\(/

/** @typedef {{ id: string, line: number, guard: string }} Guard */

/**
 * Finds the guards of a file.
 *
 * @returns {{ guards: Guard[], code: string }} the guards, and the text in which each calls the probe
 */
export function findGuards(file, text) {
  const isPolicy = /(?<!read-)policy\.ts$/.test(file)
  const guards = []
  const edits = []
  const sliceOf = ({ start, end }) => text.slice(start, end).replace(/\s+/g, ' ')

  /**
   * Adds a guard.
   *
   * @param around the text to write before and after it
   */
  function add(node, guard, around) {
    const id = `${file}@${node.start}`
    guards.push({ id, line: text.slice(0, node.start).split('\n').length, guard })
    const [before, after] = around(JSON.stringify(id))
    edits.push({ at: node.start, isEnd: false, size: node.end - node.start, code: before })
    edits.push({ at: node.end, isEnd: true, size: node.end - node.start, code: after })
  }
  const refusing = (test, guard) => {
    for (const one of operands(test, '||')) {
      add(one, `${guard} if ${sliceOf(one)}`, (id) => ['((', `) && __guards.holds(${id}))`])
    }
  }
  const letting = (test, guard) => {
    for (const one of operands(test, '&&')) {
      if (one.type === 'LogicalExpression' && one.operator === '||') {
        for (const side of operands(one, '||')) if (side.type === 'LogicalExpression') letting(side, guard)
      } else add(one, `${guard} if ${sliceOf(one)}`, (id) => ['((', `) || __guards.opens(${id}))`])
    }
  }
  const partsOf = ({ elements }, guard) => {
    for (const part of elements) {
      if (part.type === 'ObjectExpression') conditionsOf(part, guard)
      else if (!SHOWS.test(part.callee?.name ?? '')) {
        add(part, `${guard} ${sliceOf(part)}`, (id) => [`__guards.shows(${id}, `, ')'])
      }
    }
  }
  const conditionsOf = (where, guard) => {
    for (const property of where.properties) {
      if (property.type !== 'Property' || property.computed || property.key.name === 'id') continue
      if (property.key.name === 'AND' && property.value.type === 'ArrayExpression') {
        partsOf(property.value, guard)
        continue
      }
      const about = `${guard} ${sliceOf(property)}`
      // The whole property is wrapped, so that a removed filter has the value undefined.
      if (property.shorthand) {
        add(property, about, (id) => [`${property.key.name}: __guards.where(${id}, `, ')'])
      } else add(property.value, about, (id) => [`__guards.where(${id}, `, ')'])
    }
  }

  const visits = {
    IfStatement({ test, consequent }) {
      const only = consequent.type === 'BlockStatement' ? consequent.body.at(-1) : consequent
      const code = refusalOf(only, text)
      if (code) refusing(test, code)
      else if (only?.type === 'ReturnStatement' && (isPolicy || ASKS_WHO.test(text.slice(test.start, test.end)))) {
        refusing(test, only.argument ? `returns ${sliceOf(only.argument)}` : 'returns')
      } else if (isPolicy && only?.type === 'ExpressionStatement' && /\.push\(/.test(sliceOf(only))) {
        letting(test, 'visible')
      }
    },
    ExpressionStatement(node) {
      const call = node.expression.type === 'AwaitExpression' ? node.expression.argument : node.expression
      if (call.type !== 'CallExpression' || !REFUSES.test(call.callee.name ?? '')) return
      add(node, sliceOf(call), (id) => ['try { ', ` } catch (refusal) { if (__guards.holds(${id})) throw refusal }`])
    },
    ReturnStatement({ argument }) {
      if (!isPolicy || !argument) return
      if (argument.type === 'LogicalExpression') {
        for (const side of operands(argument, '||')) {
          if (side.type === 'LogicalExpression' || argument.operator === '&&') letting(side, 'true')
        }
      }
      if (argument.type === 'ObjectExpression') conditionsOf(argument, 'visible by')
    },
    ConditionalExpression({ test }) {
      if (isPolicy) letting(test, 'visible')
    },
    CallExpression(node) {
      const { callee, arguments: given } = node
      if (!isPolicy && SHOWS.test(callee.name ?? '')) {
        add(node, sliceOf(node), (id) => [`__guards.shows(${id}, `, ')'])
      }
      if (callee.type !== 'MemberExpression' || !WRITES.test(callee.property.name ?? '')) return
      const where = given[0]?.properties?.find(({ key }) => key?.name === 'where')?.value
      if (where?.type === 'ObjectExpression') conditionsOf(where, `${callee.property.name} where`)
    },
  }
  walk(parseAst(text, { lang: 'ts' }), visits)
  return { guards, code: guards.length > 0 ? written(text, edits) : text }
}

/** Returns the sides of a chain of one operator. */
function operands(node, operator) {
  if (node.type !== 'LogicalExpression' || node.operator !== operator) return [node]
  return [...operands(node.left, operator), ...operands(node.right, operator)]
}

/**
 * Returns the code of a refusal; of one whose error says what is true now (`throw await claimConflict(…)`), the code
 * that it is given, or its name.
 */
function refusalOf(statement, text) {
  if (statement?.type !== 'ThrowStatement') return undefined
  const { argument } = statement
  const { type, callee, arguments: given } = argument.type === 'AwaitExpression' ? argument.argument : argument
  const name = callee?.name ?? ''
  if (type === 'CallExpression' && CONFLICT.test(name)) {
    return given.find(({ value }) => typeof value === 'string')?.value ?? name
  }
  if (name !== 'DomainError') return undefined
  return given[0].value ?? text.slice(given[0].start, given[0].end)
}

function walk(node, visits) {
  if (Array.isArray(node)) {
    for (const one of node) walk(one, visits)
  } else if (node && typeof node.type === 'string') {
    visits[node.type]?.(node)
    for (const child of Object.values(node)) if (child && typeof child === 'object') walk(child, visits)
  }
}

/** Writes the edits into the text; an edit within another one is applied inside it. */
function written(text, edits) {
  const inOrder = edits.sort((a, b) => {
    if (a.at !== b.at) return a.at - b.at
    if (a.isEnd !== b.isEnd) return a.isEnd ? -1 : 1
    return a.isEnd ? a.size - b.size : b.size - a.size
  })
  let code = ''
  let from = 0
  for (const { at, code: piece } of inOrder) {
    code += text.slice(from, at) + piece
    from = at
  }
  return code + text.slice(from)
}
