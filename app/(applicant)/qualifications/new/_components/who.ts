import { QualificationKind } from '@/lib/db/generated/enums'

/** Lists the people who can't apply, and who look before they start. */
const OUTSIDE = ['MINOR', 'OUTSIDE'] as const
export type Outside = (typeof OUTSIDE)[number]

export const WHO = [...Object.values(QualificationKind), ...OUTSIDE] as const
export type Who = (typeof WHO)[number]

export const isOutside = (who: unknown): who is Outside => OUTSIDE.includes(who as Outside)
export const isWho = (who: string): who is Who => WHO.includes(who as Who)
