import 'server-only'
import { datesIn, validityIn } from './dates'
import { type FoundFields, found, personName, present } from './found'
import { type Glyph, type Row, textOf } from './glyphs'
import { continued, type Labelled, labelled } from './labels'
import { creditCodeIn } from './numbers'

/**
 * Lists the labels of licences and certificates of organisations. Those without a field of ours end the value before
 * them.
 */
const LABELS = {
  code: ['统一社会信用代码', '社会信用代码', '组织机构代码'],
  name: ['名称', '机构名称', '单位名称'],
  type: ['类型', '主体类型', '社会组织类型'],
  legalRep: ['法定代表人', '执行事务合伙人', '经营者', '负责人', '投资人'],
  founded: ['成立日期', '注册日期', '发证日期'],
  validity: ['营业期限', '有效期限', '合伙期限', '经营期限', '有效期'],
  address: ['主要经营场所', '经营场所', '营业场所', '住所', '地址'],
  capital: ['注册资本', '注册资金', '开办资金', '出资额', '组成形式'],
  scope: ['经营范围', '业务范围', '宗旨和业务范围', '登记状态'],
  authority: ['登记机关', '发证机关', '登记管理机关', '业务主管单位', '举办单位', '经费来源'],
} as const
type Label = keyof typeof LABELS

export function organisationPaper(rows: readonly Row[]): FoundFields {
  const labels = labelled<Label>(rows, LABELS)
  const first = (label: Label) => labels.find((one) => one.label === label)
  const code = creditCodeIn(rows)
  const value = (label: Label, most = 0) => valueAt(rows, labels, first(label), most)
  const founded = datesIn(value('founded'))[0]
  const { from, to } = validityOf(value('validity', 1))
  return present({
    name: organisationName(value('name', 1)) ?? organisationName(unlabelled(rows, labels, NAME)),
    code: code && { value: code.value, confidence: code.confidence, glyphs: code.glyphs },
    type: written(value('type', 1)) ?? written(unlabelled(rows, labels, TYPE)),
    legalRep: personName(value('legalRep')),
    foundedOn: founded && found(founded.glyphs, founded.value),
    address: written(value('address', 2)),
    validFrom: from && found(from.glyphs, from.value),
    validTo: to && found(to.glyphs, to.value),
  })
}

/**
 * Names of organisations end, and types start, like this: used where the label was too far from its value to be found.
 */
const NAME = /(公司|商行|经营部|中心|工作室|厂|店|合作社|学校|医院|协会|事务所)([(（].{1,8}[)）])?$/u
const TYPE = /^(有限责任公司|股份有限公司|个体工商户|有限合伙企业|普通合伙企业|个人独资企业|集体所有制|全民所有制)/u

/** Returns a row's start before its first label, if it looks so and has no label of its own. */
function unlabelled(rows: readonly Row[], labels: readonly Labelled<Label>[], form: RegExp): readonly Glyph[] {
  for (const [index, row] of rows.entries()) {
    const firstLabel = labels
      .filter((one) => one.row === index)
      .map(({ labelGlyphs: [glyph] }) => (glyph ? row.indexOf(glyph) : 0))
    const start = row.slice(0, firstLabel.length > 0 ? Math.min(...firstLabel) : row.length)
    if (start.length > 3 && form.test(textOf(start))) return start
  }
  return []
}

/** Marks before a name are of what is printed behind it; a doubtful letter is too. */
function organisationName(glyphs: readonly Glyph[]) {
  const start = glyphs.findIndex(
    ({ text, confidence }) => HAN.test(text) || (confidence > 0.8 && /[\p{L}\d（(]/u.test(text)),
  )
  const name = glyphs.slice(Math.max(0, start)).filter(({ text }) => !/[\s:：]/.test(text))
  const [first, second] = name
  const own =
    first?.text === '称' || (first?.text === '名' && second?.text === '称')
      ? name.slice(first.text === '名' ? 2 : 1)
      : name
  return own.length < 2 ? undefined : written(own)
}

/** Brackets are as wide as Chinese papers print them. */
const written = (glyphs: readonly Glyph[]) =>
  found(glyphs, textOf(glyphs).replace(/\s*\(/g, '（').replace(/\)\s*/g, '）'))

const HAN = /\p{Script=Han}/u

/** A validity that has one date with 至 before it is an end. */
function validityOf(glyphs: readonly Glyph[]) {
  const read = validityIn(glyphs)
  if (read.from && !read.to && /^(长期)?[至到]/u.test(textOf(glyphs))) return { from: null, to: read.from }
  return read
}

/** Returns the value next to a label with the rows below that continue it, in its own column. */
function valueAt(
  rows: readonly Row[],
  labels: readonly Labelled<Label>[],
  label: Labelled<Label> | undefined,
  most: number,
): Glyph[] {
  if (!label) return []
  const start = label.labelGlyphs[0]
  // The column ends where a label to the right of it starts, in any row.
  const nexts = labels.flatMap(({ labelGlyphs: [glyph] }) =>
    glyph && start && glyph.x > start.x + start.size * 8 ? [glyph.x] : [],
  )
  const right = nexts.length > 0 ? Math.min(...nexts) - (start?.size ?? 0) * 0.3 : Number.POSITIVE_INFINITY
  const own = { ...label, value: label.value.filter(({ x }) => x < right) }
  if (most === 0) return own.value
  const isEnd = (row: Row) =>
    labels.some((other) => {
      const glyph = other.labelGlyphs[0]
      return (
        glyph !== undefined &&
        start !== undefined &&
        rows[other.row] === row &&
        Math.abs(glyph.x - start.x) < start.size * 4
      )
    })
  return continued(rows, own, isEnd, { right, most })
}
