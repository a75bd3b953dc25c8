import qrcode from 'qrcode'
import { AUTHORISATIONS, COMMITMENTS, letterSheet } from '@/scripts/demo/specimens/letter'
import { INK_DEFS, seal } from '@/scripts/demo/specimens/marks'
import type { Random } from '@/scripts/demo/specimens/random'
import type { Sheet } from '@/scripts/demo/specimens/scene'
import { guilloche, paragraph, rosette, text } from '@/scripts/demo/specimens/svg'
import type { Print } from './cards'
import { chinese, type OrganisationFacts } from './facts'

const WIDTH = 1480
const HEIGHT = 1050

/** A licence lies, as those since 2019 do, or is a certificate with the same facts. */
export function licence(
  facts: OrganisationFacts,
  print: Print,
  random: Random,
  title: '营业执照' | '事业单位法人证书',
): Sheet {
  const { ink: fill, family, weight } = print
  const isLicence = title === '营业执照'
  const head = isLicence ? (facts.type === '个体工商户' ? '经营者' : '法定代表人') : '法定代表人'
  const [year, month, day] = chinese(facts.foundedOn)
  const founded = `${year}年${pad(month)}月${pad(day)}日`
  const left: [string, string][] = [
    ['名　　称', facts.name],
    [isLicence ? '类　　型' : '经费来源', isLicence ? facts.type : '财政补助'],
    [head, facts.legalRep],
    [
      isLicence ? '经营范围' : '业务范围',
      '软件开发；信息技术咨询服务；广告设计、制作；日用百货销售；会议及展览服务。（依法须经批准的项目，经相关部门批准后方可开展经营活动）',
    ],
  ]
  const right: [string, string][] = [
    [isLicence ? '注册资本' : '开办资金', facts.capital],
    [isLicence ? '成立日期' : '发证日期', founded],
    [isLicence ? '住　　所' : '住　　所', facts.address],
  ]
  const draw =
    (x: number, ems: number) =>
    ([label, value]: [string, string], i: number) =>
      `${text(x, 440 + i * 96, label, { size: 26, fill, weight: 600 })}${paragraph(x + 150, 440 + i * 96, value, { size: 27, fill, weight, ems, leading: 36 })}`
  return {
    ...{ width: WIDTH, height: HEIGHT, radius: 4 },
    defs: INK_DEFS,
    body: `
      <rect width="${WIDTH}" height="${HEIGHT}" fill="#fdf8e9"/><g transform="translate(60 60)">${guilloche(WIDTH - 120, HEIGHT - 120, '#d9bd7a', 12)}</g>
      <rect x="34" y="34" width="${WIDTH - 68}" height="${HEIGHT - 68}" fill="none" stroke="#b58a3a" stroke-width="12"/>
      <g font-family="${family}">
      ${rosette(740, 130, 56, '#b5412f')}${text(740, 300, title, { size: title.length > 4 ? 70 : 92, weight: 700, fill: '#3a2a12', anchor: 'middle', spacing: isLicence ? 40 : 12 })}
      ${text(740, 352, '（副　本）', { size: 30, fill, anchor: 'middle' })}
      ${text(100, 130, '统一社会信用代码', { size: 26, fill, weight: 600 })}${text(100, 172, facts.code, { size: 30, fill, weight: 500, spacing: 2 })}
      ${code(facts.code, random)}
      ${left.map(draw(120, 17)).join('')}${right.map(draw(800, 15)).join('')}
      ${text(1000, 900, '登记机关', { size: 27, fill, weight: 600 })}${text(1150, 960, '2024 年 05 月 18 日', { size: 25, fill })}
      ${text(120, 990, '样本：主体、代码与登记机关均为虚构。', { size: 20, fill })}</g>
      ${seal(1230, 880, 92, '样本市市场监督管理局')}`,
  }
}

const pad = (number: number | string | undefined) => `${number}`.padStart(2, '0')

/** The address in a licence's QR code, at a place where no register is. */
export const qrText = (credit: string) => `https://register.example/${credit}`

function code(credit: string, random: Random): string {
  if (random.between(0, 1) < 0.15) return ''
  const { modules } = qrcode.create(qrText(credit), { errorCorrectionLevel: 'M' })
  const size = 150 / modules.size
  const squares: string[] = []
  for (let y = 0; y < modules.size; y++)
    for (let x = 0; x < modules.size; x++)
      if (modules.get(y, x)) squares.push(`M${1220 + x * size} ${150 + y * size}h${size}v${size}h-${size}z`)
  return `<rect x="1205" y="135" width="180" height="180" fill="#fff"/><path d="${squares.join('')}" fill="#111"/>`
}

export function letter(facts: OrganisationFacts): Sheet {
  return letterSheet({
    title: '承诺函',
    reference: '',
    opening: `${facts.name}（统一社会信用代码 ${facts.code}）就使用短信签名发送短信，郑重承诺：`,
    clauses: COMMITMENTS,
    date: '2026-11-01',
    signatories: [{ role: '签字', name: facts.legalRep, party: facts.name, mark: 'SEAL' }],
  })
}

/** Draws a letter of a principal that is nobody either. */
export function authorisation(facts: OrganisationFacts): Sheet {
  const principal = '虚构集团（样本）有限公司'
  return letterSheet({
    title: '授权委托书',
    reference: '',
    opening: `${principal} 委托 ${facts.name} 使用短信签名，自 2026-01-01 至 2027-12-31 有效。双方约定：`,
    clauses: AUTHORISATIONS,
    date: '2026-11-01',
    signatories: [
      { role: '委托方', name: facts.legalRep, party: principal, mark: 'SEAL' },
      { role: '被委托方', name: facts.legalRep, party: facts.name, mark: 'SEAL' },
    ],
  })
}

/** Draws a page of something else: a price list, or nothing at all. */
export function otherPaper(random: Random, isBlank: boolean): Sheet {
  const goods = ['苹果', '香蕉', '毛巾', '雨伞', '笔记本', '台灯', '茶叶', '水杯']
  const rows = goods.map((good, i) => text(120, 260 + i * 110, `${good}　　${random.whole(2, 90)} 元`, { size: 44 }))
  return {
    ...{ width: 1000, height: 1414, radius: 3, defs: '' },
    body: `<rect width="1000" height="1414" fill="#fdfcf8"/>${isBlank ? '' : text(500, 150, '今日价目', { size: 64, anchor: 'middle' }) + rows.join('')}`,
  }
}
