import type { Rulebook } from './rulebook'
import { CN_MAINLAND_2024_10 } from './versions/cn-mainland-2024-10'

/**
 * The versions that come with the portal, oldest first. The newest is in force until an administrator publishes
 * another.
 */
export const BUILT_IN_RULEBOOKS: readonly [Rulebook, ...Rulebook[]] = [CN_MAINLAND_2024_10]

export const BUILT_IN_RULEBOOK: Rulebook = BUILT_IN_RULEBOOKS.at(-1) ?? BUILT_IN_RULEBOOKS[0]
