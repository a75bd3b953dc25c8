import sharp from 'sharp'
import type { DocumentKind } from '@/lib/db/generated/enums'

const INK = '#26332c'

/** What is drawn on each kind of specimen: nobody's papers, and clearly so. */
const DRAWINGS: Partial<Record<DocumentKind, string>> = {
  ID_PORTRAIT: `
    <rect x="160" y="160" width="1280" height="800" rx="48" fill="#e9f0f4" stroke="${INK}" stroke-width="4"/>
    <text x="240" y="320" font-size="56">姓名　样本</text><text x="240" y="430" font-size="56">性别　女　民族　汉</text>
    <text x="240" y="540" font-size="56">出生　1949 年 12 月 31 日</text><text x="240" y="860" font-size="60">号码　11010519491231002X</text>
    <circle cx="1220" cy="420" r="90" fill="#c5d2cb"/><path d="M1060 700a160 160 0 0 1 320 0z" fill="#c5d2cb"/>`,
  ID_EMBLEM: `
    <rect x="160" y="160" width="1280" height="800" rx="48" fill="#f3ece4" stroke="${INK}" stroke-width="4"/>
    <circle cx="360" cy="360" r="110" fill="none" stroke="#b5301f" stroke-width="14"/>
    <text x="540" y="400" font-size="72">样本证件</text><text x="360" y="760" font-size="56">有效期限　2020.01.01－长期</text>`,
  ID_IN_HAND: `
    <circle cx="800" cy="380" r="200" fill="#d6ddd8"/><path d="M400 1120a400 400 0 0 1 800 0z" fill="#c5d2cb"/>
    <rect x="620" y="760" width="360" height="220" rx="16" fill="#e9f0f4" stroke="${INK}" stroke-width="4"/>
    <text x="680" y="885" font-size="48">样本证件</text>`,
  COMMITMENT_LETTER: `
    <rect x="300" y="60" width="1000" height="1080" fill="#ffffff" stroke="${INK}" stroke-width="3"/>
    <text x="640" y="200" font-size="72">承诺函</text>
    ${[300, 370, 440, 510, 580, 650].map((y) => `<rect x="400" y="${y}" width="800" height="14" fill="#c5d2cb"/>`).join('')}
    <path d="M880 900c60-90 90 60 130-10s60-50 90 0" fill="none" stroke="${INK}" stroke-width="8"/>
    <ellipse cx="1120" cy="960" rx="50" ry="68" fill="#b5301f" opacity="0.7"/>`,
}

/** A drawn specimen, 1,600 × 1,200 as JPEG. `seed` makes pictures of one kind differ. */
export function specimen(kind: DocumentKind, seed = 0): Promise<Buffer> {
  const drawing = DRAWINGS[kind] ?? `<rect x="200" y="200" width="1200" height="800" fill="#eef1ee"/>`
  return sharp(
    Buffer.from(`
      <svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1200" font-family="Noto Sans CJK SC, sans-serif" fill="${INK}">
        <rect width="1600" height="1200" fill="#f6f8f6"/>${drawing}
        <text x="60" y="1160" font-size="44" fill="#7f8b84">样本 SPECIMEN ${seed}</text>
      </svg>`),
  )
    .jpeg({ quality: 88 })
    .toBuffer()
}
