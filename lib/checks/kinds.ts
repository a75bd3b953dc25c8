import 'server-only'
import { distance } from 'fastest-levenshtein'
import { cardLabels } from './fields/cards'
import { type Row, textOf } from './fields/glyphs'
import { citizenNumberIn } from './fields/numbers'
import { permitByNumber } from './fields/permits'
import { type Zone, zoneIn } from './fields/zone'
import type { Line } from './ocr/read-lines'
import type { SeenKind, Side } from './reading'

export type Seen = { readonly kind: SeenKind; readonly side: Side | null }

/**
 * Lists words in titles that say what a paper is. The first that is there decides, so that longer ones come first.
 * Those of letters are for papers of others: our own letters are known by their whole titles.
 */
const TITLES: readonly (readonly [word: string, seen: Seen])[] = [
  ['港澳台居民居住证', { kind: 'HMT_RESIDENCE_PERMIT', side: 'EMBLEM' }],
  ['港澳居民来往内地通行证', { kind: 'HK_MACAO_PERMIT', side: 'PORTRAIT' }],
  ['台湾居民来往大陆通行证', { kind: 'TAIWAN_PERMIT', side: 'PORTRAIT' }],
  ['外国人永久居留身份证', { kind: 'FOREIGN_PERMANENT_RESIDENT_ID', side: 'PORTRAIT' }],
  ['居民身份证', { kind: 'RESIDENT_ID', side: 'EMBLEM' }],
  ['授权委托书', { kind: 'LETTER', side: null }],
  ['承诺函', { kind: 'LETTER', side: null }],
  ['承诺书', { kind: 'LETTER', side: null }],
  ['委托书', { kind: 'LETTER', side: null }],
  ['授权书', { kind: 'LETTER', side: null }],
  ['法人证书', { kind: 'CERTIFICATE', side: null }],
  ['登记证书', { kind: 'CERTIFICATE', side: null }],
  ['信用代码证书', { kind: 'CERTIFICATE', side: null }],
  ['组织机构代码证', { kind: 'CERTIFICATE', side: null }],
  ['营业执照', { kind: 'LICENCE', side: null }],
]

const LETTER: Seen = { kind: 'LETTER', side: null }

const PORTRAIT_WORDS = ['公民身份号码']
const EMBLEM_LABELS = 2

/** Holds the shortest title by which a letter is known: a shorter one may be part of anything. */
const SHORTEST_TITLE = 4

/**
 * Returns what a paper is by its words.
 *
 * @param letterTitles the titles of the portal's own letters
 */
export function kindOf(rows: readonly Row[], lines: readonly Line[], letterTitles: readonly string[] = []): Seen {
  const texts = rows.map(textOf)
  const has = (word: string) => texts.some((text) => contains(text, word))
  const isTitle = (word: string) => texts.some((text) => text.length < word.length + 14 && contains(text, word))
  const labels = cardLabels(rows)
  const labelCount = (...wanted: string[]) => wanted.filter((one) => labels.some(({ label }) => label === one)).length
  const portraitLabels = labelCount('name', 'sex', 'people', 'birth', 'address')
  const zone = zoneIn(lines)
  if (zone?.form === 'PASSPORT') return { kind: 'PASSPORT', side: 'PORTRAIT' }
  const isOurs = letterTitles.some((title) => title.length >= SHORTEST_TITLE && isTitle(title))
  const title = isOurs ? LETTER : TITLES.find(([word]) => isTitle(word))?.[1]
  const isUnnamed = labelCount('name', 'sex', 'birth', 'number') === 0 && labelCount('authority', 'validity') > 0
  const isOther = zone?.form === 'CARD' || isUnnamed
  const titled = title && PERMITS.has(title.kind) && isOther ? { ...title, side: 'EMBLEM' as const } : title
  if (titled && titled.side === null) return titled
  if (PORTRAIT_WORDS.some(has) || portraitLabels >= 3 || (portraitLabels >= 1 && citizenNumberIn(rows)?.isRight)) {
    if (!titled || titled.kind === 'RESIDENT_ID') return { kind: byNumber(rows), side: 'PORTRAIT' }
  }
  if (titled) return titled
  const byZone = zone && kindByZone(zone)
  if (byZone) return { kind: byZone, side: 'EMBLEM' }
  if (labelCount('authority', 'validity') === EMBLEM_LABELS) return { kind: 'RESIDENT_ID', side: 'EMBLEM' }
  if (has('统一社会信用代码') && has('经营范围')) return { kind: 'LICENCE', side: null }
  return { kind: 'NONE', side: null }
}

/** Permits whose titles may be on both sides. */
const PERMITS: ReadonlySet<SeenKind> = new Set<SeenKind>([
  'HK_MACAO_PERMIT',
  'TAIWAN_PERMIT',
  'FOREIGN_PERMANENT_RESIDENT_ID',
])

/**
 * Distinguishes by the number: a resident's card, the permit of one from Hong Kong, Macao or Taiwan, and a foreigner's
 * card of which the title was not read have the same labels.
 */
function byNumber(rows: readonly Row[]): SeenKind {
  const number = citizenNumberIn(rows)
  if (/^8[123]/.test(number?.value ?? '')) return 'HMT_RESIDENCE_PERMIT'
  if (number?.isRight) return number.value.startsWith('9') ? 'FOREIGN_PERMANENT_RESIDENT_ID' : 'RESIDENT_ID'
  return permitByNumber(rows) ?? 'RESIDENT_ID'
}

/** Lists the forms of the numbers in the zones of cards: the other sides of permits may have no title. */
const IN_ZONE: readonly (readonly [RegExp, SeenKind])[] = [
  [/^C[A-Z<]CHN[HM]\d{8}/, 'HK_MACAO_PERMIT'],
  [/^C[A-Z<]CHN\d{8}</, 'TAIWAN_PERMIT'],
]

const kindByZone = ({ text: [first = ''] }: Zone): SeenKind | undefined =>
  IN_ZONE.find(([form]) => form.test(first))?.[1]

/** Returns whether a text contains a word, of which one character in four may be wrong. */
export function contains(text: string, word: string): boolean {
  if (text.includes(word)) return true
  const allowed = Math.floor(word.length / 4)
  if (allowed === 0) return false
  for (let at = 0; at + word.length <= text.length; at++)
    if (distance(text.slice(at, at + word.length), word) <= allowed) return true
  return false
}
