import { expect, it } from 'vitest'
import { doubtful, printed } from '../testing/printed'
import { rowsOf } from './glyphs'
import { organisationPaper } from './licence'

const CODE = '91350100M000100Y43'
const lines = [
  printed('统一社会信用代码', 100, 130, 24),
  printed(CODE, 100, 170, 26),
  printed('营业执照', 600, 280, 90),
  printed('名称', 120, 440, 26),
  printed('样本市明远科技有限公司', 270, 441, 26),
  printed('注册资本壹佰万元整', 800, 440, 26),
  printed('类型', 120, 536, 26),
  printed('有限责任公司（自然人', 270, 537, 26),
  printed('独资）', 270, 573, 26),
  printed('成立日期', 800, 536, 26),
  printed('2015年03月09日', 950, 537, 26),
  printed('法定代表人', 120, 632, 26),
  printed('欧阳明远', 290, 633, 26),
  printed('住所', 800, 632, 26),
  printed('样本省样本市建设路', 950, 633, 26),
  printed('1号2层', 950, 669, 26),
  printed('经营范围软件开发；日用百货销售', 120, 728, 26),
]
const valuesOf = (fields: ReturnType<typeof organisationPaper>) =>
  Object.fromEntries(Object.entries(fields).map(([key, { value }]) => [key, value]))

it('a licence is read by its labels, in two columns, with what continues below', () => {
  expect(valuesOf(organisationPaper(rowsOf(lines)))).toEqual({
    name: '样本市明远科技有限公司',
    code: CODE,
    type: '有限责任公司（自然人独资）',
    legalRep: '欧阳明远',
    foundedOn: '2015-03-09',
    address: '样本省样本市建设路1号2层',
  })
})

it('a label without its first character is one, and a value ends where the next is, though that has no label', () => {
  const read = [
    printed('名称', 120, 440, 26),
    printed('样本市明远', 270, 440, 26),
    printed('商行', 270, 470, 26),
    printed('财政补助', 270, 530, 26),
    printed('定代表人', 140, 632, 26),
    printed('欧阳明远', 290, 633, 26),
  ]
  expect(valuesOf(organisationPaper(rowsOf(read)))).toMatchObject({ name: '样本市明远商行', legalRep: '欧阳明远' })
})

it('labels that were not read leave a name and a type that look so', () => {
  const without = lines.filter(({ text }) => text !== '名称' && text !== '类型')
  expect(valuesOf(organisationPaper(rowsOf(without)))).toMatchObject({ name: '样本市明远科技有限公司' })
})

it('a code is repaired where both of its check characters agree, and else doubted', () => {
  const repaired = lines.map((line) => (line.text === CODE ? doubtful(line, 3, '8', '5') : line))
  expect(organisationPaper(rowsOf(repaired)).code).toMatchObject({ value: CODE })
  const wrong = lines.map((line) => (line.text === CODE ? printed('91350100M000100Y44', 100, 170, 26) : line))
  expect(organisationPaper(rowsOf(wrong)).code?.confidence).toBe(0.5)
})

it('what the pattern of the paper adds before a value is none of it', () => {
  const name = printed('样本市明远科技有限公司', 270, 441, 26)
  const first = { text: '木', confidence: 0.6, others: [], at: 0.005 }
  const noisy = { ...name, characters: [first, ...name.characters] }
  const withNoise = lines.map((line) => (line.text === name.text ? noisy : line))
  expect(organisationPaper(rowsOf(withNoise)).name?.value).toBe('样本市明远科技有限公司')
})
