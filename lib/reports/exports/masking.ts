import type { QualificationKind } from '@/lib/db/generated/enums'

/** 张*; of an organisation, whose name says what it is at its end, 北京******公司. */
export function maskedName(name: string, kind: QualificationKind): string {
  const characters = [...name]
  if (kind === 'INDIVIDUAL' || characters.length < 6) return characters.slice(0, 1).join('') + (name ? '*' : '')
  const covered = '*'.repeat(characters.length - 4)
  return `${characters.slice(0, 2).join('')}${covered}${characters.slice(-2).join('')}`
}

/** 1101**********002X: four at each end of what is long enough to cover more than it shows. */
export function maskedNumber(number: string): string {
  const told = Math.min(4, Math.floor(number.length / 4))
  if (told === 0) return '*'.repeat(number.length)
  return `${number.slice(0, told)}${'*'.repeat(number.length - 2 * told)}${number.slice(-told)}`
}
