// Verifies what was taken out of a Zhunxin audit log, with Node alone (20.12 or later): it needs no package, no network
// and no word of the portal. 用 Node 即可核验准信审计日志的导出内容，不依赖任何软件包、网络或门户本身。
//
//   node verify.mjs [BUNDLE.zip | FOLDER] [--key KEYS.txt] [--checkpoint SAVED.txt] [--json]
//   node verify.mjs --proof X.tlog-proof --entry X.json --key KEYS.txt
//
// Exit codes 退出码: 0 all is well 无异常 · 2 something is wrong 发现问题 · 1 could not be verified 无法核验
//
// How it works, so that it can be read or written again in any language:
//   An entry is one line of JSON. Its leaf is SHA-256(0x00 ‖ line). Leaves are the leaves of a Merkle tree (RFC 6962),
//   in which node = SHA-256(0x01 ‖ left ‖ right). A checkpoint is a signed note (c2sp.org/tlog-checkpoint): three
//   lines, whose log it is, how many entries, the root in base64; then Ed25519 signatures. A changed entry changes the
//   root, and anyone with an earlier checkpoint sees it.
import { createPublicKey, hash, verify } from 'node:crypto'
import { createReadStream, openSync, readFileSync, readSync, statSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { createInflateRaw } from 'node:zlib'

// — The tree —

const LEAF = Buffer.of(0)
const NODE = Buffer.of(1)
const sha256 = (...parts) => hash('sha256', Buffer.concat(parts), 'buffer')

/** @param {Buffer} entry @returns {Buffer} */
export const leafHash = (entry) => sha256(LEAF, entry)
/** @param {Buffer} left @param {Buffer} right @returns {Buffer} */
export const nodeHash = (left, right) => sha256(NODE, left, right)

/** A tree that grows at its end, in the memory of its right edge: the roots of whole subtrees, the largest first. */
export class Tree {
  size = 0
  /** @type {{ leaves: number, hash: Buffer }[]} */
  edge = []
  /** @param {(leaves: number, hash: Buffer) => void} [onSubtree] called with each whole subtree */
  constructor(onSubtree = () => {}) {
    this.onSubtree = onSubtree
  }
  /** @param {Buffer} leaf */
  append(leaf) {
    this.size++
    let right = { leaves: 1, hash: leaf }
    for (let left = this.edge.at(-1); left?.leaves === right.leaves; left = this.edge.at(-1)) {
      this.edge.pop()
      right = { leaves: left.leaves * 2, hash: nodeHash(left.hash, right.hash) }
      this.onSubtree(right.leaves, right.hash)
    }
    this.edge.push(right)
  }
  /** @returns {Buffer} */
  root() {
    if (this.size === 0) return sha256()
    return this.edge.map(({ hash }) => hash).reduceRight((right, left) => nodeHash(left, right))
  }
}

/**
 * Returns whether `leaf` is at `index` in the tree of that size and root (RFC 9162, 2.1.3.2).
 *
 * @param {{ index: number, size: number, leaf: Buffer, proof: Buffer[], root: Buffer }} claim
 */
export function isIncluded({ index, size, leaf, proof, root }) {
  if (!(index >= 0 && index < size) || ![leaf, root, ...proof].every(isHash)) return false
  let [at, last, node] = [index, size - 1, leaf]
  for (const sibling of proof) {
    if (last === 0) return false // longer than the way up
    if (at % 2 === 1 || at === last) {
      node = nodeHash(sibling, node)
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)]
    } else node = nodeHash(node, sibling)
    ;[at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  }
  return last === 0 && node.equals(root)
}

/**
 * Returns whether the tree of `to` leaves starts with the very leaves of the tree of `from` (RFC 9162, 2.1.4.2).
 *
 * @param {{ from: number, to: number, fromRoot: Buffer, toRoot: Buffer, proof: Buffer[] }} claim
 */
export function isContinued({ from, to, fromRoot, toRoot, proof }) {
  if (!(from >= 1 && from <= to)) return false
  if (from === to) return proof.length === 0 && fromRoot.equals(toRoot)
  if (![fromRoot, toRoot, ...proof].every(isHash)) return false
  let [at, last] = [from - 1, to - 1]
  while (at % 2 === 1) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  const way = at === 0 ? [fromRoot, ...proof] : proof // a whole subtree is its own beginning
  if (way.length === 0) return false
  let [older, newer] = [way[0], way[0]]
  for (const sibling of way.slice(1)) {
    if (last === 0) return false
    if (at % 2 === 1 || at === last) {
      older = nodeHash(sibling, older)
      newer = nodeHash(sibling, newer)
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)]
    } else newer = nodeHash(newer, sibling)
    ;[at, last] = [Math.floor(at / 2), Math.floor(last / 2)]
  }
  return last === 0 && older.equals(fromRoot) && newer.equals(toRoot)
}

const isHash = (value) => Buffer.isBuffer(value) && value.length === 32

// — Checkpoints —

const SIGNATURE = 1 // Ed25519 of the note's text
const COSIGNATURE = 4 // of a witness: Ed25519 of a time and the note's text

/** Reads `name+id+base64(type ‖ public key)`, one a line. @param {string} text */
export function readKeys(text) {
  return text.split('\n').flatMap((line) => {
    const [, name, id, key] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(line.trim()) ?? []
    if (!name || !key) return []
    const bytes = Buffer.from(key, 'base64')
    const madeOf = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), bytes]), 'hex').slice(0, 8)
    if (bytes.length !== 33 || madeOf !== id) throw new Problem('keys-unreadable', { text: line.trim() })
    const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes.subarray(1)])
    return [{ name, id, type: bytes[0], key: createPublicKey({ key: der, format: 'der', type: 'spki' }) }]
  })
}

/** Splits a file into the notes that follow one another in it. @param {string} text @returns {string[]} */
export function splitNotes(text) {
  return text.match(/[^\n—][^\n]*\n(?:[^\n—][^\n]*\n)+\n(?:— [^\n]+(?:\n|$))+/g) ?? []
}

/**
 * Reads a checkpoint, and whose signatures it carries. A signature of a key that is not known counts for nothing; a
 * wrong one of a known key spoils the note.
 *
 * @param {string} note @param {ReturnType<typeof readKeys>} keys
 */
export function readCheckpoint(note, keys) {
  const end = note.indexOf('\n\n') + 1
  const text = note.slice(0, end)
  const [origin = '', size = '', root64 = ''] = text.split('\n')
  const root = Buffer.from(root64, 'base64')
  if (!origin || !/^(0|[1-9]\d{0,14})$/.test(size) || root.length !== 32) throw new Problem('checkpoint-unreadable')
  const lines = note.slice(end + 1).match(/^— \S+ \S+$/gm) ?? []
  const signers = lines.flatMap((line) => {
    const [, name, base64 = ''] = line.split(' ')
    const bytes = Buffer.from(base64, 'base64')
    const id = bytes.subarray(0, 4).toString('hex')
    const known = keys.find((key) => key.name === name && key.id === id)
    if (!known) return []
    return [{ name, id, type: known.type, isGood: isSigned(text, bytes.subarray(4), known) }]
  })
  const isSound = signers.every(({ isGood }) => isGood) && signers.some(({ type }) => type === SIGNATURE)
  return { origin, size: Number(size), root, note, signers, isSigned: isSound }
}

function isSigned(text, bytes, { type, key }) {
  if (type === SIGNATURE) return verify(null, Buffer.from(text), key, bytes)
  if (type !== COSIGNATURE || bytes.length !== 72) return false
  const timed = `cosignature/v1\ntime ${bytes.readBigUInt64BE(0)}\n${text}`
  return verify(null, Buffer.from(timed), key, bytes.subarray(8))
}

// — What is said —

/**
 * @typedef {object} Finding What is wrong, and where: at an index, or from one to before another.
 * @property {string} code
 * @property {number} [index] @property {number} [from] @property {number} [to] @property {number} [size] @property
 *   {number} [left]
 * @property {string} [id] @property {string} [time] @property {string} [action]
 * @property {string} [source] @property {string} [origin]
 */

/** Something could not be verified at all, or was found. */
export class Problem extends Error {
  /** @param {string} code @param {object} at */
  constructor(code, at = {}) {
    super(sentence({ code, ...at }, 'en'))
    this.finding = { code, ...at }
  }
}

const WORDS = new Map(
  `
usage ¦ 用法：node verify.mjs [证明包.zip 或文件夹] [--key 公钥文件] [--checkpoint 早先保存的检查点] [--json] ¦ Usage: node verify.mjs [BUNDLE.zip or FOLDER] [--key FILE] [--checkpoint FILE] [--json]
not-readable ¦ 无法读取 {file} ¦ {file} can’t be read
zip-too-large ¦ 证明包过大，请先解压，再核验解压后的文件夹 ¦ The ZIP is too large to be read as it is: unpack it and verify the folder
keys-unreadable ¦ 公钥有误：{text} ¦ A public key is damaged: {text}
checkpoint-unreadable ¦ 检查点无法识别 ¦ The checkpoint can’t be read as one
proof-unreadable ¦ 证明无法识别 ¦ The proof can’t be read as one
no-consistency ¦ 证明包里没有从 {from} 条到 {to} 条的连续性证明，无法与保存的检查点比对；请在门户所在机器上运行 npm run audit:verify -- --checkpoint ¦ The bundle has no proof from {from} to {to} entries, so the saved checkpoint can’t be compared with it: run npm run audit:verify -- --checkpoint beside the portal
signature ¦ 检查点（{size} 条，{source}）没有已知密钥的有效签名 ¦ The checkpoint of {size} entries ({source}) carries no good signature of a known key
entry-changed ¦ 第 {index} 条与日志不符：内容被改动，或不是这一条 ¦ Entry {index} is not what the log holds there: it was changed, or is another
proof-missing ¦ 第 {line} 行缺少条目或证明 ¦ Line {line} lacks its entry or its proof
out-of-order ¦ 第 {index} 条顺序不对或重复 ¦ Entry {index} is out of order, or stands there twice
fork ¦ 检查点（{to} 条，{source}）与日志不符：从第 {from} 条到第 {last} 条之间的历史被改写 ¦ The checkpoint of {to} entries ({source}) contradicts the log: history was rewritten somewhere from entry {from} to {last}
cut-off ¦ 检查点有 {to} 条（{source}），日志只有 {left} 条：从第 {from} 条起有条目消失，末尾被截去，或恢复了旧的数据 ¦ The checkpoint covers {to} entries ({source}) and there are {left}: from entry {from} on some are gone, the end was cut off, or an old state was restored
other-log ¦ 保存的检查点属于另一份日志：{origin} ¦ The saved checkpoint is of another log: {origin}
event-changed ¦ 第 {index} 条的事件与日志中的叶子不符：被改动 ¦ The event at {index} is not what the log has of it: it was changed
event-missing ¦ 第 {index} 条的事件被删除 ¦ The event at {index} was deleted
leaf-missing ¦ 从第 {from} 条到第 {last} 条已从日志中消失 ¦ Entries {from} to {last} are gone from the log
tree-changed ¦ 从第 {from} 条到第 {last} 条之间有条目被增删、调换或改写 ¦ Somewhere from entry {from} to {last} an entry was added, removed, swapped or rewritten
event-unsequenced ¦ 事件写入已久却未进入日志：事后插入，或编号程序已停 ¦ An event was recorded long ago and never entered the log: it was put in afterwards, or the sequencer stands still
uncovered ¦ 从第 {from} 条到第 {last} 条没有检查点覆盖 ¦ No checkpoint covers the entries from {from} to {last}`
    .split('\n')
    .map((line) => line.split(' ¦ '))
    .map(([code, zh, en]) => [code, { zh, en }]),
)
const SOURCES = {
  bundle: { zh: '证明包', en: 'bundle' },
  saved: { zh: '早先保存', en: 'saved earlier' },
  database: { zh: '数据库', en: 'database' },
  file: { zh: '数据库外的文件', en: 'file outside the database' },
}

/** Returns a finding in plain words. @param {Finding} finding @param {'zh' | 'en'} language */
export function sentence(finding, language) {
  const last = finding.to === undefined ? undefined : finding.to - 1
  const values = { last, ...finding, source: SOURCES[finding.source]?.[language] }
  const said = WORDS.get(finding.code)?.[language] ?? finding.code
  const place = ['id', 'time', 'action'].filter((name) => finding[name]).map((name) => `${name} ${finding[name]}`)
  const where = place.length > 0 ? ` (${place.join(', ')})` : ''
  return said.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? '?')) + where
}

// — Bundles —

/** Opens the files of a folder or a ZIP, by name, as streams. @param {string} place */
function openBundle(place) {
  if (statSync(place).isDirectory()) return { stream: (name) => createReadStream(path.join(place, name)) }
  const file = openSync(place, 'r')
  const { size } = statSync(place)
  const read = (at, length) => {
    const bytes = Buffer.alloc(length)
    return bytes.subarray(0, readSync(file, bytes, 0, length, at))
  }
  const tailAt = Math.max(0, size - 65_557) // where the list of contents ends, a comment behind it at most
  const tail = read(tailAt, size - tailAt)
  const end = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  if (end < 0) throw new Problem('not-readable', { file: place })
  const [listSize, listAt] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)]
  if (listAt === 0xffffffff) throw new Problem('zip-too-large')
  const list = read(listAt, listSize)
  const members = new Map()
  for (let at = 0; at + 46 <= list.length; ) {
    const [nameSize, more] = [list.readUInt16LE(at + 28), list.readUInt16LE(at + 30) + list.readUInt16LE(at + 32)]
    const name = list.toString('utf8', at + 46, at + 46 + nameSize)
    members.set(name, {
      packed: list.readUInt16LE(at + 10) === 8,
      bytes: list.readUInt32LE(at + 20),
      at: list.readUInt32LE(at + 42),
    })
    at += 46 + nameSize + more
  }
  const stream = (name) => {
    if (!members.has(name)) throw new Problem('not-readable', { file: name })
    const { packed, bytes, at } = members.get(name)
    if (bytes === 0xffffffff || at === 0xffffffff) throw new Problem('zip-too-large')
    const head = read(at, 30)
    const start = at + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
    const raw = createReadStream(place, { start, end: start + bytes - 1 })
    return packed ? pipeline(raw, createInflateRaw(), () => {}) : raw // what fails is thrown where it is read
  }
  return { stream }
}

/** Yields the lines of a stream. Read as latin1, they are the very bytes, one a character. */
async function* linesOf(stream) {
  let rest = ''
  for await (const chunk of stream.setEncoding('latin1')) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()
    yield* lines
  }
  if (rest) yield rest
}

async function textOf(bundle, name) {
  const chunks = []
  for await (const chunk of bundle.stream(name)) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** Returns what an entry says about itself; nothing when it is no entry. */
export function placeOf(entry) {
  try {
    const { id, time, action } = JSON.parse(entry.toString('utf8'))
    return { id, time, action }
  } catch {
    return {}
  }
}

const fromBase64 = (hashes) => hashes.map((hash) => Buffer.from(hash, 'base64'))

/**
 * Verifies a bundle: `entries.jsonl`; `proofs.jsonl`, line by line `{"index", "proof": [base64]}`; `checkpoint.txt`;
 * `keys.txt`; `consistency.jsonl`, from earlier checkpoints to this one: `{"from", "proof": [base64]}`.
 *
 * @param {string} place @param {{ keys?: string, saved?: string, onProgress?: (done: number) => void }} options
 */
export async function verifyBundle(place, { keys: trusted, saved = '', onProgress } = {}) {
  const bundle = openBundle(place)
  const keys = readKeys(trusted ?? (await textOf(bundle, 'keys.txt')))
  const checkpoint = readCheckpoint(await textOf(bundle, 'checkpoint.txt'), keys)
  const { origin, size, root, signers } = checkpoint
  const earlier = splitNotes(saved).map((note) => readCheckpoint(note, keys))
  const sizes = new Set(earlier.map((note) => note.size))
  const { entries, isWhole, roots, findings } = await verifyEntries(bundle, checkpoint, sizes, onProgress)
  if (!checkpoint.isSigned) findings.unshift({ code: 'signature', source: 'bundle', size })
  const proofs = new Map()
  for await (const line of linesOf(bundle.stream('consistency.jsonl'))) {
    const { from, proof } = JSON.parse(line)
    if (sizes.has(from)) proofs.set(from, fromBase64(proof))
  }
  let agreed = 0
  for (const note of earlier.sort((a, b) => a.size - b.size)) {
    const wrong = contradiction(note, checkpoint, roots.get(note.size), proofs.get(note.size))
    if (wrong) findings.push({ source: 'saved', size: note.size, from: agreed, to: note.size, ...wrong })
    else agreed = note.size
  }
  const compared = earlier.length
  const about = { kind: 'bundle', origin, size, root: root.toString('base64'), signers }
  return { isWell: findings.length === 0, ...about, entries, isWhole, compared, findings }
}

/** Verifies each entry by its proof; and as long as none is missing, the roots of the tree at some sizes on the way. */
async function verifyEntries(bundle, { size, root }, sizes, onProgress) {
  const [lines, proofs] = [linesOf(bundle.stream('entries.jsonl')), linesOf(bundle.stream('proofs.jsonl'))]
  const [tree, roots] = [new Tree(), new Map([[0, new Tree().root()]])]
  /** @type {Finding[]} */
  const findings = []
  for (let [line, before] = [0, -1]; ; line++) {
    const [next, shown] = [await lines.next(), await proofs.next()]
    if (next.done !== shown.done) findings.push({ code: 'proof-missing', line: line + 1 })
    if (next.done || shown.done) return { entries: line, isWhole: line === size && tree.size === size, roots, findings }
    const entry = Buffer.from(next.value, 'latin1')
    const leaf = leafHash(entry)
    const { index, proof } = JSON.parse(shown.value)
    const at = { index, ...placeOf(entry) }
    if (!isIncluded({ index, size, leaf, proof: fromBase64(proof), root }))
      findings.push({ code: 'entry-changed', ...at })
    if (index <= before) findings.push({ code: 'out-of-order', ...at })
    before = index
    if (index === tree.size) tree.append(leaf)
    if (index + 1 === tree.size && sizes.has(tree.size)) roots.set(tree.size, tree.root())
    if (line % 10_000 === 0) onProgress?.(line)
  }
}

/**
 * Returns how an earlier checkpoint contradicts a later one, whose log's root at the earlier size or proof is given.
 */
function contradiction(note, { origin, size, root }, seen, proof) {
  if (!note.isSigned) return { code: 'signature' }
  if (note.origin !== origin) return { code: 'other-log', origin: note.origin }
  if (note.size > size) return { code: 'cut-off', left: size }
  const known = note.size === size ? root : seen
  if (known) return known.equals(note.root) ? null : { code: 'fork' }
  if (!proof) return { code: 'no-consistency', from: note.size, to: size }
  const isStored = isContinued({ from: note.size, to: size, fromRoot: note.root, toRoot: root, proof })
  return isStored ? null : { code: 'fork' }
}

/**
 * Verifies one entry by its `c2sp.org/tlog-proof@v1` text.
 *
 * @param {string} text
 * @param {Buffer} entry
 * @param {string} keys
 */
export function verifyProof(text, entry, keys) {
  const form = /^c2sp\.org\/tlog-proof@v1\n(?:extra \S+\n)?index (\d+)\n((?:\S{44}\n)*)\n([\s\S]+)$/
  const [, index, hashes = '', note] = form.exec(text) ?? []
  if (!note) throw new Problem('proof-unreadable')
  const { origin, size, root, signers, isSigned } = readCheckpoint(note, readKeys(keys))
  const claim = {
    index: Number(index),
    size,
    leaf: leafHash(entry),
    proof: fromBase64(hashes.match(/\S+/g) ?? []),
    root,
  }
  /** @type {Finding[]} */
  const findings = isSigned ? [] : [{ code: 'signature', source: 'bundle', size }]
  if (!isIncluded(claim)) findings.push({ code: 'entry-changed', index: claim.index, ...placeOf(entry) })
  const about = { kind: 'proof', origin, size, root: root.toString('base64'), signers }
  return { isWell: findings.length === 0, ...about, entries: 1, isWhole: size === 1, compared: 0, findings }
}

// — The command —

const write = (text) => process.stdout.write(`${text}\n`)

/** Prints a report in both languages, and returns the exit code. */
export function printReport(report, isJson, isKeyGiven) {
  const { origin, size, root, entries, isWhole, compared, signers, findings } = report
  const isUnknown = findings.length > 0 && findings.every(({ code }) => code === 'no-consistency')
  const code = report.isWell ? 0 : isUnknown ? 1 : 2
  if (isJson) {
    write(JSON.stringify(report, null, 2))
    return code
  }
  for (const finding of findings) write(`✗ ${sentence(finding, 'zh')}\n  ${sentence(finding, 'en')}`)
  const names = signers.filter(({ isGood }) => isGood).map(({ name, id }) => `${name} (${id})`)
  write(`日志 log: ${origin}\n条数 entries: ${size}\n根 root: ${root}\n签名 signed by: ${names.join(', ') || '–'}`)
  if (!isKeyGiven) {
    write('公钥取自证明包本身：请与从别处得到的公钥核对，或用 --key 指定。')
    write('The public key is the bundle’s own: compare it with one from elsewhere, or give that by --key.')
  }
  if (isUnknown) write('其余部分无误。All else is well.')
  if (code > 0) return code
  write(`✓ ${entries} 条全部核验无误${isWhole ? '，即整份日志' : ''}；与 ${compared} 个早先保存的检查点一致。`)
  write(`✓ All ${entries} entries verify${isWhole ? ': the whole log' : ''}; ${compared} saved checkpoints agree.`)
  return code
}

/** @param {string[]} args @returns {Promise<number>} the exit code */
export async function verifyCommand(args) {
  try {
    return await runWith(args)
  } catch (error) {
    return fail(error)
  }
}

async function runWith(args) {
  const text = { type: /** @type {const} */ ('string') }
  const options = {
    bundle: text,
    key: text,
    checkpoint: text,
    proof: text,
    entry: text,
    json: { type: /** @type {const} */ ('boolean') },
  }
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const file = (name) => name && readFileSync(name, 'utf8')
  const onProgress = (done) => process.stderr.isTTY && process.stderr.write(`${done} …\r`)
  if (values.proof) {
    if (!values.entry || !values.key) throw new Problem('usage')
    return printReport(verifyProof(file(values.proof), readFileSync(values.entry), file(values.key)), values.json, true)
  }
  const place = values.bundle ?? positionals[0] ?? path.dirname(process.argv[1])
  const report = await verifyBundle(place, { keys: file(values.key), saved: file(values.checkpoint), onProgress })
  return printReport(report, values.json, Boolean(values.key))
}

/** Prints a failure that the user can fix as a sentence; any other is a fault of this file. */
function fail(error) {
  const isDamaged = error.path || error.code?.startsWith('Z_') || error instanceof SyntaxError
  const isUsage = error.code?.startsWith('ERR_PARSE')
  const known = isUsage ? { code: 'usage' } : isDamaged && { code: 'not-readable', file: error.path ?? error.message }
  const finding = error.finding ?? known
  process.stderr.write(finding ? `${sentence(finding, 'zh')}\n${sentence(finding, 'en')}\n` : `${error.stack}\n`)
  return 1
}

// Run by itself, not as a part of another program.
if (/\/verify[^/]*\.mjs$/.test(import.meta.url) && import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  void verifyCommand(process.argv.slice(2)).then((code) => {
    process.exitCode = code
  })
}
