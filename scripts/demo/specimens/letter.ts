import { handwritten, INK_DEFS, seal, thumbprint } from './marks'
import type { Sheet } from './scene'
import { INK, linesOf, paragraph, text } from './svg'

const WIDTH = 1000
const HEIGHT = 1414
/** The print has 28 ideographs a line. */
const PRINT = { size: 29, ems: 28, leading: 48 }

export type Letter = {
  title: string
  reference: string
  /** Names who promises, or gives, as on the first line. */
  opening: string
  clauses: readonly string[]
  date: string
  /** Each signs beneath: a name by hand, and a seal or a thumb. */
  signatories: readonly Signatory[]
}

export type Signatory = {
  role: string
  name: string
  party: string
  mark: 'SEAL' | 'THUMBPRINT' | 'NONE'
  isUnsigned?: boolean
}

/** Draws a letter as it comes back from the printer, the pen and the ink pad. */
export function letterSheet({ title, reference, opening, clauses, date, signatories }: Letter): Sheet {
  let y = 284
  const written = [opening, ...clauses.map((clause, i) => `${i + 1}．${clause}`)].map((content) => {
    const drawn = paragraph(96, y, content, PRINT)
    y += PRINT.leading * linesOf(content, PRINT.ems).length + 18
    return drawn
  })
  const foot = Math.max(960, y + 60)
  const wide = signatories.length > 1 ? 430 : 0
  const signed = signatories.map(({ role, name, party, mark, isUnsigned }, i) => {
    const x = signatories.length > 1 ? 96 + i * wide : 420
    return `
      ${paragraph(x, foot, party, { size: 26, ems: 15, leading: 34, weight: 600 })}
      ${text(x, foot + 100, `${role}：`, { size: 25 })}<path d="M${x + 150} ${foot + 112}h190" stroke="${INK}" stroke-width="1.5"/>
      ${isUnsigned ? '' : handwritten(x + 146, foot + 98, name, 48)}
      ${text(x, foot + 180, '日　期：', { size: 25 })}${isUnsigned ? '' : handwritten(x + 150, foot + 180, date, 32)}
      ${mark === 'SEAL' ? seal(x + 352, foot + 126, 94, party) : ''}${mark === 'THUMBPRINT' ? thumbprint(x + 400, foot + 80, name) : ''}`
  })
  return {
    width: WIDTH,
    height: HEIGHT,
    radius: 3,
    defs: INK_DEFS,
    body: `
      <rect width="${WIDTH}" height="${HEIGHT}" fill="#fdfcf8"/>
      <path d="M0 470h${WIDTH}M0 942h${WIDTH}" stroke="#00000012" stroke-width="3"/>
      ${text(96, 92, '准信', { size: 26, weight: 700, fill: '#b5412f' })}${text(904, 92, `受理编号 ${reference}`, { size: 22, anchor: 'end', fill: '#5b6660' })}
      <path d="M96 116h808" stroke="#c9cfca" stroke-width="2"/>
      ${text(WIDTH / 2, 202, title, { size: 54, weight: 700, anchor: 'middle', spacing: 14 })}
      ${written.join('')}
      ${signed.join('')}
      ${text(WIDTH / 2, 1366, '样本 SPECIMEN · 第 1 页，共 1 页', { size: 20, anchor: 'middle', fill: '#8b948f' })}`,
  }
}

export const COMMITMENTS = [
  '所提交的身份、证照与联系方式真实、有效，发生变化时及时更新。',
  '只向同意接收的人发送短信，并在每条短信前使用经审核的短信签名。',
  '不发送违法、欺诈或骚扰内容，不出租、出借短信端口与签名。',
  '接到投诉或主管部门要求时，立即停止发送并配合核查。',
  '知悉违反上述承诺将被暂停或撤销资质，并自行承担法律责任。',
] as const

export const AUTHORISATIONS = [
  '委托方授权被委托方以委托方名义申请短信签名，并代为发送短信。',
  '授权范围限于本书所列的短信签名，被委托方不得转授权。',
  '委托方保证其主体真实、存续，并对发送内容负责。',
  '委托方可以书面通知提前终止本授权。',
] as const
