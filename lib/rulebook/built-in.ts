import type { ReasonCatalogue } from './reason-catalogue'
import type { Rulebook } from './rulebook'
import { CN_MAINLAND_2024_10 } from './versions/cn-mainland-2024-10'
import { CN_MAINLAND_2024_10_REASONS } from './versions/cn-mainland-2024-10-reasons'

/**
 * Lists the rulebooks that come with the portal, oldest first. The newest is in force until an administrator publishes
 * another.
 */
export const BUILT_IN_RULEBOOKS: readonly [Rulebook, ...Rulebook[]] = [CN_MAINLAND_2024_10]

export const BUILT_IN_RULEBOOK: Rulebook = BUILT_IN_RULEBOOKS.at(-1) ?? BUILT_IN_RULEBOOKS[0]

/** Lists the catalogues of reasons that come with the portal, as the rulebooks are listed. */
export const BUILT_IN_CATALOGUES: readonly [ReasonCatalogue, ...ReasonCatalogue[]] = [CN_MAINLAND_2024_10_REASONS]

export const BUILT_IN_REASONS: ReasonCatalogue = BUILT_IN_CATALOGUES.at(-1) ?? BUILT_IN_CATALOGUES[0]
