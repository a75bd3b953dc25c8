import { randomFrom } from './random'

/** A look is how a drawn person looks. It is clearly a drawing, of nobody. */
export type Look = { skin: string; shade: string; hair: string; style: Style; shirt: string; hasGlasses: boolean }

const SKINS = [
  ['#f6d7bd', '#e6b897'],
  ['#edc3a0', '#d8a37c'],
  ['#dba983', '#c08a63'],
] as const
const HAIRS = ['#2c2724', '#3b2f2a', '#514037', '#7d7a78'] as const
const SHIRTS = ['#3f6f8a', '#57744f', '#8a5a44', '#5b5480', '#2f5d56', '#a0793f'] as const

const FEMININE = ['bob', 'long', 'bun', 'fringe'] as const
const MASCULINE = ['short', 'parted', 'cropped', 'curly'] as const
type Style = (typeof FEMININE)[number] | (typeof MASCULINE)[number]

/** Returns a look. The same person looks the same on the card and behind it. */
export function lookOf(name: string, isFemale: boolean): Look {
  const random = randomFrom(`look of ${name}`)
  const [skin, shade] = random.pick(SKINS)
  return {
    skin,
    shade,
    hair: random.pick(HAIRS),
    style: random.pick(isFemale ? FEMININE : MASCULINE),
    shirt: random.pick(SHIRTS),
    hasGlasses: random.between(0, 1) < 0.3,
  }
}

/** Draws the part of the hair that is behind the head. */
const BEHIND: Partial<Record<Style, string>> = {
  bob: 'M92 210C80 90 140 72 200 72s120 18 108 138c0 60-4 90-14 112H106c-10-22-14-52-14-112z',
  long: 'M90 210C76 86 140 68 200 68s124 18 110 142c4 90 20 150 8 214H82c-12-64 4-124 8-214z',
  bun: 'M158 66a42 40 0 1 1 84 0a42 40 0 1 1-84 0z',
  fringe: 'M96 210C84 92 142 74 200 74s116 18 104 136c2 56 4 96-6 142H102c-10-46-8-86-6-142z',
}

/** Draws the part of the hair that is on the forehead. */
const BEFORE: Record<Style, string> = {
  bob: 'M106 208c-4-70 28-116 94-118 66 2 98 48 94 118-10-44-32-70-58-82-36 34-86 50-130 82z',
  long: 'M108 214c-8-76 30-124 92-124s100 48 92 124c-14-52-46-84-92-96-46 12-78 44-92 96z',
  bun: 'M108 200c-6-72 32-112 92-112s98 40 92 112c-18-42-50-66-92-66s-74 24-92 66z',
  fringe: 'M108 206c-8-74 30-118 92-118s100 44 92 118l-14-32c-46 12-110 12-156 0z',
  short: 'M110 192c-12-72 30-108 90-108s102 36 90 108c-8-26-16-44-30-52-34 12-86 12-118-2-16 10-24 28-32 54z',
  parted: 'M110 194c-14-70 28-112 96-110 58 2 94 40 84 110-8-30-20-48-34-58-48 6-92-2-112-20-4 30-22 50-34 78z',
  cropped: 'M112 178c-6-62 34-92 88-92s94 30 88 92c-14-28-30-40-88-40s-74 12-88 40z',
  curly:
    'M108 196c-18-18-14-46 4-56-4-28 22-50 46-44 14-24 60-26 78-2 28-8 52 16 48 44 18 12 22 40 8 58-6-28-20-42-34-48-36 10-84 8-116-4-14 8-26 24-34 52z',
}

/** Draws head and shoulders in a field of 400 × 500. */
export function bust({ skin, shade, hair, style, shirt, hasGlasses }: Look): string {
  const glasses = `<g fill="#ffffff40" stroke="#3a3f45" stroke-width="5"><rect x="128" y="190" width="62" height="46" rx="18"/><rect x="210" y="190" width="62" height="46" rx="18"/><path d="M190 206h20" fill="none"/></g>`
  return `
    ${BEHIND[style] ? `<path d="${BEHIND[style]}" fill="${hair}"/>` : ''}
    <path d="M10 500c6-92 56-130 142-150h96c86 20 136 58 142 150z" fill="${shirt}"/>
    <path d="M10 500c6-92 56-130 142-150l12 0c-70 40-96 80-100 150z" fill="#00000018"/>
    <path d="M158 280h84v62c0 36-84 36-84 0z" fill="${shade}"/>
    <path d="M146 346l54 64 54-64 14 8-40 92-28-34-28 34-40-92z" fill="#fbfbf8"/>
    <ellipse cx="110" cy="216" rx="17" ry="26" fill="${shade}"/><ellipse cx="290" cy="216" rx="17" ry="26" fill="${shade}"/>
    <path d="M112 196c0-74 38-104 88-104s88 30 88 104c0 74-40 128-88 128s-88-54-88-128z" fill="${skin}"/>
    <path d="${BEFORE[style]}" fill="${hair}"/>
    <g stroke="${hair}" stroke-width="7" stroke-linecap="round" fill="none"><path d="M138 184q20-12 42-4"/><path d="M220 180q22-8 42 4"/></g>
    <ellipse cx="160" cy="213" rx="9" ry="11" fill="#2a2522"/><ellipse cx="240" cy="213" rx="9" ry="11" fill="#2a2522"/>
    <circle cx="163" cy="209" r="3" fill="#fff"/><circle cx="243" cy="209" r="3" fill="#fff"/>
    <ellipse cx="138" cy="252" rx="20" ry="12" fill="#e98a77" opacity="0.32"/><ellipse cx="262" cy="252" rx="20" ry="12" fill="#e98a77" opacity="0.32"/>
    <path d="M200 218q-12 30-6 36q8 6 16 0" stroke="${shade}" stroke-width="6" fill="none" stroke-linecap="round"/>
    <path d="M168 280q32 26 64 0" stroke="#a2503f" stroke-width="7" fill="none" stroke-linecap="round"/>
    ${hasGlasses ? glasses : ''}`
}
