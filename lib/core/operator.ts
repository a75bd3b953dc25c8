import { type Env, env } from './env'

type Settings = Pick<Env, 'OPERATOR_NAME' | 'OPERATOR_PHONE' | 'OPERATOR_EMAIL' | 'ZHUNXIN_PLATFORM' | 'isLoopback'>

/** Holds what administrators entered on the page *Operator*. What they did not enter is null. */
export type Entered = { name: string | null; phone: string | null; email: string | null }

/** Describes who runs the portal, as applicants read it. What nobody entered is null. */
export type Operator = Entered

/** Addresses the letters of a trial that only this machine reaches, while there is no legal name. */
export const SPECIMEN_OPERATOR = '样本运营者'

const STORE = Symbol.for('zhunxin.operator')
/** The portal's program reads it from the database; the built app has a copy of this module. */
const shared = globalThis as { [STORE]?: Entered }

/** Keeps what administrators entered, as the database has it, for all that is decided here. */
export function holdEntered(entered: Entered): void {
  shared[STORE] = entered
}

/** Returns the operator's legal name: that of the environment, or else the entered one; null while there is none. */
export const legalName = ({ OPERATOR_NAME }: Settings = env()): string | null =>
  OPERATOR_NAME ?? shared[STORE]?.name ?? null

/** Returns who runs the portal: by its legal name, or else by the platform's. */
export function operator(settings: Settings = env()): Operator {
  const { ZHUNXIN_PLATFORM, OPERATOR_PHONE, OPERATOR_EMAIL } = settings
  return {
    name: legalName(settings) ?? ZHUNXIN_PLATFORM ?? null,
    phone: OPERATOR_PHONE ?? shared[STORE]?.phone ?? null,
    email: OPERATOR_EMAIL ?? shared[STORE]?.email ?? null,
  }
}

/**
 * Returns whom new letters are addressed to. Without a legal name that is an invented one where only this machine
 * reaches the portal, and nobody elsewhere: null, and none is issued.
 */
export const addresseeOfNew = (settings: Settings = env()): string | null =>
  legalName(settings) ?? (settings.isLoopback ? SPECIMEN_OPERATOR : null)

/**
 * Names what applicants lack. The law requires a name and a way to get in touch (PIPL 17).
 */
export type OperatorGap = 'NAME' | 'CONTACT'

export function operatorGaps(settings: Settings = env()): OperatorGap[] {
  const { phone, email } = operator(settings)
  return [...(legalName(settings) ? [] : (['NAME'] as const)), ...(phone || email ? [] : (['CONTACT'] as const))]
}
