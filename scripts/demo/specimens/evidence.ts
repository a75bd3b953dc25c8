import { INK_DEFS, seal } from './marks'
import type { Sheet } from './scene'
import { guilloche, INK, paragraph, rosette, text } from './svg'

/** Draws a 商标注册证 for a sender signature. */
export function trademarkSheet(mark: string, holder: string, number: string): Sheet {
  const rows = [
    ['注册人', holder],
    ['核定类别', '第 35 类：广告；商业信息'],
    ['注册日期', '2022 年 03 月 14 日'],
    ['有效期至', '2032 年 03 月 13 日'],
  ] as const
  return {
    width: 1000,
    height: 1414,
    radius: 4,
    defs: INK_DEFS,
    body: `
      <rect width="1000" height="1414" fill="#f8f5ea"/>${guilloche(1000, 1414, '#cdbb86', 14)}
      <rect x="40" y="40" width="920" height="1334" fill="none" stroke="#9b7f3c" stroke-width="8"/><rect x="58" y="58" width="884" height="1298" fill="none" stroke="#9b7f3c" stroke-width="2"/>
      ${rosette(500, 160, 62, '#9b7f3c', 16)}
      ${text(500, 330, '商标注册证', { size: 76, weight: 900, anchor: 'middle', spacing: 20 })}
      ${text(500, 384, `第 ${number} 号　样本 SPECIMEN`, { size: 27, anchor: 'middle', fill: '#7a6330' })}
      <rect x="250" y="440" width="500" height="300" fill="#fffdf6" stroke="#9b7f3c" stroke-width="3"/>
      ${text(500, 620, mark, { size: Math.min(110, 460 / Math.max(1, [...mark].length)), weight: 900, anchor: 'middle', fill: '#20443a' })}
      ${rows.map(([label, value], i) => text(150, 838 + i * 78, label, { size: 27, fill: '#7a6330' }) + paragraph(310, 838 + i * 78, value, { size: 31, weight: 500, ems: 18, leading: 38 })).join('')}
      ${text(480, 1230, '发证机关', { size: 26, fill: '#7a6330' })}${seal(720, 1216, 116, '样本商标局（虚构）')}`,
  }
}

/** Draws the page of an app in a shop for apps, on a phone. */
export function appSheet(name: string, holder: string): Sheet {
  const stars = Array.from(
    { length: 5 },
    (_, i) => `<circle cx="${250 + i * 26}" cy="352" r="9" fill="#d8932b"/>`,
  ).join('')
  return {
    width: 720,
    height: 1440,
    radius: 60,
    defs: '',
    body: `
      <rect width="720" height="1440" fill="#1c1f22"/><rect x="22" y="22" width="676" height="1396" rx="44" fill="#fafbfa"/><rect x="260" y="36" width="200" height="30" rx="15" fill="#1c1f22"/>
      ${text(70, 130, '样本应用商店', { size: 30, weight: 700 })}${text(650, 130, '演示', { size: 24, anchor: 'end', fill: '#7a847f' })}
      <rect x="70" y="210" width="156" height="156" rx="36" fill="#1f5c4c"/>${text(148, 314, [...name][0] ?? '样', { size: 84, weight: 900, anchor: 'middle', fill: '#fff' })}
      ${text(250, 268, name, { size: 42, weight: 700 })}${text(250, 312, holder, { size: 21, fill: '#6b7570' })}${stars}
      <rect x="70" y="410" width="580" height="80" rx="40" fill="#1f5c4c"/>${text(360, 462, '获取', { size: 32, weight: 600, anchor: 'middle', fill: '#fff' })}
      <rect x="70" y="540" width="270" height="440" rx="24" fill="#e2ebe6"/><rect x="380" y="540" width="270" height="440" rx="24" fill="#ece5d8"/>
      <path d="M110 620h190M110 670h150M110 720h190M420 620h190M420 670h150M420 720h110" stroke="#8fa199" stroke-width="14" stroke-linecap="round"/>
      ${text(70, 1060, '开发者', { size: 24, fill: '#6b7570' })}${text(650, 1060, holder, { size: 24, weight: 600, anchor: 'end' })}
      <path d="M70 1090h580M70 1170h580M70 1250h580" stroke="#dde2df" stroke-width="2"/>
      ${text(70, 1140, '备案号', { size: 24, fill: '#6b7570' })}${text(650, 1140, '样ICP备00000001号-1A', { size: 24, weight: 600, anchor: 'end' })}
      ${text(70, 1220, '版本', { size: 24, fill: '#6b7570' })}${text(650, 1220, '3.2.0', { size: 24, weight: 600, anchor: 'end' })}
      ${text(360, 1350, '样本 SPECIMEN', { size: 24, anchor: 'middle', fill: '#9aa39e' })}`,
  }
}

/** Draws the answer of a register of websites, on a screen. */
export function siteSheet(name: string, holder: string): Sheet {
  const rows = [
    ['主办单位', holder],
    ['网站名称', name],
    ['网站域名', 'specimen.example'],
    ['备案/许可证号', '样ICP备00000001号-1'],
    ['审核通过日期', '2023-05-18'],
  ] as const
  return {
    width: 1400,
    height: 900,
    radius: 18,
    defs: '',
    body: `
      <rect width="1400" height="900" fill="#ffffff"/><rect width="1400" height="70" fill="#e6eae8"/>
      <circle cx="40" cy="35" r="11" fill="#c96a5a"/><circle cx="76" cy="35" r="11" fill="#d8b25a"/><circle cx="112" cy="35" r="11" fill="#6fae7f"/>
      <rect x="160" y="16" width="1080" height="38" rx="19" fill="#fff"/>${text(190, 43, 'register.example/specimen', { size: 21, fill: '#5b6660' })}
      <rect y="70" width="1400" height="110" fill="#24507a"/>${text(80, 140, '备案信息查询（样本）', { size: 42, weight: 700, fill: '#fff', spacing: 4 })}
      ${rows.map(([label, value], i) => `<rect x="80" y="${240 + i * 104}" width="1240" height="104" fill="${i % 2 ? '#ffffff' : '#f2f5f8'}" stroke="#d5dde4"/>${text(120, 303 + i * 104, label, { size: 28, fill: '#4d5b66' })}${text(430, 303 + i * 104, value, { size: 31, weight: 500 })}`).join('')}
      ${text(700, 850, '此页为演示而画，不来自任何登记机关', { size: 24, anchor: 'middle', fill: '#8b948f' })}`,
  }
}

/** Draws a note that someone adds because more was requested. */
export function noteSheet(from: string, content: string): Sheet {
  return {
    width: 1000,
    height: 1300,
    radius: 3,
    defs: INK_DEFS,
    body: `
      <rect width="1000" height="1300" fill="#fffdf4"/>${Array.from({ length: 20 }, (_, i) => `<path d="M80 ${210 + i * 54}h840" stroke="#cfd8e2" stroke-width="2"/>`).join('')}
      ${text(500, 130, '补充说明', { size: 50, weight: 700, anchor: 'middle', spacing: 12 })}
      <g filter="url(#pen)">${paragraph(96, 254, content, { size: 34, ems: 24, leading: 54, weight: 300, fill: '#1d2b52' })}</g>
      ${text(904, 1180, from, { size: 30, anchor: 'end', fill: INK })}`,
  }
}
