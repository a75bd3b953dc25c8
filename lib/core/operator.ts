import { type Env, env } from './env'

type Settings = Pick<Env, 'OPERATOR_NAME' | 'OPERATOR_PHONE' | 'OPERATOR_EMAIL' | 'ZHUNXIN_PLATFORM'>

/** Describes who runs the portal, as applicants read it. What the operator did not enter is null. */
export type Operator = { name: string | null; phone: string | null; email: string | null }

/** Returns who runs the portal: by its legal name, or else by the platform's. */
export function operator(settings: Settings = env()): Operator {
  const { OPERATOR_NAME, ZHUNXIN_PLATFORM, OPERATOR_PHONE, OPERATOR_EMAIL } = settings
  return {
    name: OPERATOR_NAME ?? ZHUNXIN_PLATFORM ?? null,
    phone: OPERATOR_PHONE ?? null,
    email: OPERATOR_EMAIL ?? null,
  }
}

/**
 * Returns what applicants can't read about the operator, as sentences for the person who sets it up. The law requires a
 * name and a way to get in touch (PIPL 17).
 */
export function operatorGaps({ OPERATOR_NAME, OPERATOR_PHONE, OPERATOR_EMAIL }: Settings = env()): string[] {
  return [
    ...(OPERATOR_NAME
      ? []
      : [
          'OPERATOR_NAME is not set: applicants can’t read who runs this portal, and no letter is made for them to sign.',
        ]),
    ...(OPERATOR_PHONE || OPERATOR_EMAIL
      ? []
      : ['Neither OPERATOR_PHONE nor OPERATOR_EMAIL is set: applicants can’t read whom to ask, or where to complain.']),
  ]
}
