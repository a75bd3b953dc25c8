import type { Carrier, FilingState } from '@/lib/db/generated/enums'
import type { StandingReason } from '@/lib/qualifications/standing'
import type { StaffKey } from './cast'
import type { Refusal } from './reviewing'
import type { When } from './timeline'
import type { Extent, Faults, Profile } from './writing'

/** What befalls an application, each by the verb of that name. */
export type Step = { at: When } & (
  | { act: 'handIn' | 'withdraw' | 'urgent' }
  | { act: 'mend'; faults: Faults }
  | { act: 'renew' }
  | { act: 'write'; upTo: Extent; faults: Faults; mistakes: Readonly<Record<string, string>> }
  | { act: 'claim'; by: StaffKey }
  | { act: 'review'; by: StaffKey; refusals: readonly Refusal[] }
  | { act: 'suspend' | 'resume' | 'revoke'; reason: StandingReason; note: string | null }
  | { act: 'file'; carriers: readonly Carrier[]; state: FilingState; reason: string | null }
)

/** One application, or several of one person one after the other. */
export type Story = {
  /** The digits of the applicant's phone after 154; the same ones are the same person. */
  phone: number
  locale?: 'zh-CN' | 'en'
  profile: Profile
  steps: readonly Step[]
  /** Of those that a small demo tells too. */
  isShort?: boolean
}

type Written = { upTo?: Extent; faults?: Faults; mistakes?: Record<string, string> }

/** Begins and writes, as far as said. A fault is in a picture, a mistake in an answer; `mend` rights both. */
export const write = (at: When, { upTo = 'ALL', faults = {}, mistakes = {} }: Written = {}): Step => ({
  at,
  act: 'write',
  upTo,
  faults,
  mistakes,
})
export const handIn = (at: When): Step => ({ at, act: 'handIn' })
/** And hands in again. */
export const mend = (at: When, faults: Faults = {}): Step => ({ at, act: 'mend', faults })
export const withdraw = (at: When): Step => ({ at, act: 'withdraw' })
export const urgent = (at: When): Step => ({ at, act: 'urgent' })
/** What follows is the renewal's. */
export const renew = (at: When): Step => ({ at, act: 'renew' })
export const claim = (at: When, by: StaffKey): Step => ({ at, act: 'claim', by })
export const review = (at: When, by: StaffKey, ...refusals: Refusal[]): Step => ({ at, act: 'review', by, refusals })
export const suspend = (at: When, reason: StandingReason, note: string | null = null): Step => ({
  at,
  act: 'suspend',
  reason,
  note,
})
export const resume = (at: When, reason: StandingReason, note: string | null = null): Step => ({
  at,
  act: 'resume',
  reason,
  note,
})
export const revoke = (at: When, reason: StandingReason, note: string | null = null): Step => ({
  at,
  act: 'revoke',
  reason,
  note,
})
export const file = (
  at: When,
  state: FilingState,
  carriers: readonly Carrier[],
  reason: string | null = null,
): Step => ({
  at,
  act: 'file',
  carriers,
  state,
  reason,
})
