import type { IdType } from '@/lib/rulebook/id-types'
import { bust } from './figure'
import type { Holder } from './person'
import type { Sheet } from './scene'
import { evenly, guilloche, INK, rosette, text } from './svg'

/** Cards are drawn in a field of 1,000 × 630. None looks like the real one, and each says that it is a specimen. */
const WIDTH = 1000
const HEIGHT = 630

type CardType = Exclude<IdType, 'PASSPORT'>
type Design = { title: string; latin: string; paper: [string, string]; line: string; accent: string; authority: string }

const DESIGNS: Record<CardType, Design> = {
  RESIDENT_ID: {
    title: '居民身份证',
    latin: 'RESIDENT IDENTITY CARD',
    paper: ['#e3f0ef', '#f7eae6'],
    line: '#6fa3a6',
    accent: '#b5412f',
    authority: '样本市公安局（虚构）',
  },
  HK_MACAO_PERMIT: {
    title: '港澳居民来往内地通行证',
    latin: 'MAINLAND TRAVEL PERMIT, HK & MACAO',
    paper: ['#e4ecf6', '#eef3ea'],
    line: '#6f90bd',
    accent: '#2f5f96',
    authority: '样本出入境管理局（虚构）',
  },
  TAIWAN_PERMIT: {
    title: '台湾居民来往大陆通行证',
    latin: 'MAINLAND TRAVEL PERMIT, TAIWAN',
    paper: ['#e6f2e6', '#f3f0df'],
    line: '#6ba378',
    accent: '#2f7a4c',
    authority: '样本出入境管理局（虚构）',
  },
  HMT_RESIDENCE_PERMIT: {
    title: '港澳台居民居住证',
    latin: 'RESIDENCE PERMIT, HK, MACAO & TAIWAN',
    paper: ['#e2f1f3', '#eceaf5'],
    line: '#6a9fb0',
    accent: '#2c7386',
    authority: '样本市公安局（虚构）',
  },
  FOREIGN_PERMANENT_RESIDENT_ID: {
    title: '外国人永久居留身份证',
    latin: 'PERMANENT RESIDENT ID CARD',
    paper: ['#f5eedc', '#e7eef5'],
    line: '#b49a5f',
    accent: '#8a6a24',
    authority: '样本移民管理局（虚构）',
  },
}

const designOf = (holder: Holder): Design => DESIGNS[holder.idType === 'PASSPORT' ? 'RESIDENT_ID' : holder.idType]

/** Draws the side with the portrait. */
export function cardFront(holder: Holder): Sheet {
  const design = designOf(holder)
  const resident = holder.idType === 'RESIDENT_ID'
  return sheet(design, resident ? residentFront(holder, design) : permitFront(holder, design))
}

function residentFront(holder: Holder, { accent }: Design): string {
  const [year = '', month = '', day = ''] = holder.birthDate.split('-')
  const row = (y: number, label: string, value: string) =>
    text(70, y, label, { size: 27, fill: accent }) + text(160, y, value, { size: 38, weight: 500 })
  return `
    ${row(118, '姓名', holder.name)}
    ${row(190, '性别', holder.isFemale ? '女' : '男')}${text(270, 190, '民族', { size: 27, fill: accent })}${text(350, 190, '汉', { size: 38, weight: 500 })}
    ${row(262, '出生', `${year} 年 ${Number(month)} 月 ${Number(day)} 日`)}
    ${row(334, '住址', '样本省样本市样本区')}${text(160, 386, '演示路 0 号（无此地址）', { size: 34, weight: 500 })}
    ${photo(holder, 648, 84, 282)}
    ${text(70, 548, '公民身份号码', { size: 27, fill: accent })}${evenly(286, 550, holder.idNumber, 37, { size: 42, weight: 600 })}`
}

function permitFront(holder: Holder, { title, latin, accent }: Design): string {
  const rows: [string, string][] = [
    ['姓名 Name', holder.name],
    ['性别 Sex', holder.isFemale ? '女 F' : '男 M'],
    ['出生日期 Date of birth', holder.birthDate.replaceAll('-', '.')],
    ['有效期限 Validity', `${holder.validFrom} – ${holder.validTo}`],
  ]
  return `
    ${rosette(92, 84, 44, accent)}
    ${text(156, 84, title, { size: 40, weight: 700, fill: accent, spacing: 3 })}${text(158, 118, `${latin} · SPECIMEN`, { size: 20, fill: accent, spacing: 1 })}
    ${photo(holder, 62, 160, 250)}
    ${rows.map(([label, value], i) => text(350, 196 + i * 84, label, { size: 21, fill: accent }) + text(350, 234 + i * 84, value, { size: 35, weight: 500 })).join('')}
    ${chip(820, 176, accent)}
    ${text(62, 556, '证件号码 No.', { size: 22, fill: accent })}${text(232, 560, holder.idNumber, { size: 46, weight: 600, spacing: 5 })}`
}

/** Draws the other side: who issued it, and until when. */
export function cardBack(holder: Holder): Sheet {
  const design = designOf(holder)
  const { title, latin, accent, authority } = design
  return sheet(
    design,
    `
    ${rosette(170, 168, 100, accent, 16)}${text(170, 184, '样', { size: 46, weight: 700, fill: accent, anchor: 'middle' })}
    ${text(620, 150, title, { size: title.length > 8 ? 50 : 66, weight: 700, anchor: 'middle', spacing: 8 })}
    ${text(620, 208, `${latin} · SPECIMEN`, { size: 22, anchor: 'middle', spacing: 2, fill: accent })}
    ${text(620, 262, '本卡为演示而画，不是任何人的证件', { size: 25, anchor: 'middle', fill: accent })}
    ${holder.idType === 'RESIDENT_ID' ? '' : chip(800, 330, accent)}
    ${text(290, 466, '签发机关', { size: 29, fill: accent, anchor: 'end' })}${text(320, 468, authority, { size: 38, weight: 500 })}
    ${text(290, 546, '有效期限', { size: 29, fill: accent, anchor: 'end' })}${text(320, 548, `${holder.validFrom}－${holder.validTo}`, { size: 38, weight: 500 })}`,
  )
}

function sheet({ paper: [from, to], line }: Design, body: string): Sheet {
  return {
    width: WIDTH,
    height: HEIGHT,
    radius: 38,
    defs: `<linearGradient id="paper" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>`,
    body: `<rect width="${WIDTH}" height="${HEIGHT}" fill="url(#paper)"/>${guilloche(WIDTH, HEIGHT, line)}${body}`,
  }
}

export function photo(holder: Holder, x: number, y: number, width: number): string {
  const height = width * 1.25
  return `
    <rect x="${x}" y="${y}" width="${width}" height="${height}" rx="10" fill="#ffffff90"/>
    <svg x="${x}" y="${y}" width="${width}" height="${height}" viewBox="0 0 400 500" preserveAspectRatio="xMidYMid slice">${bust(holder.look)}</svg>`
}

function chip(x: number, y: number, colour: string): string {
  return `<g transform="translate(${x} ${y})" fill="none" stroke="${colour}" stroke-width="4" opacity="0.8">
    <rect width="120" height="92" rx="14" fill="#e9d9a0"/><path d="M0 32h40v28H0M120 32H80v28h40M40 0v92M80 0v92" stroke="${INK}" stroke-width="2.5"/></g>`
}
