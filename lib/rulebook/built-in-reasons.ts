import type { ReasonCatalogue } from './reason-catalogue'
import { CN_MAINLAND_2024_10_REASONS } from './versions/cn-mainland-2024-10-reasons'

/**
 * The catalogues that come with the portal, oldest first, as the rulebooks of `built-in.ts`. They have their own file, so that the
 * browser of an administrator loads the rulebooks without the words of all reasons.
 */
export const BUILT_IN_CATALOGUES: readonly [ReasonCatalogue, ...ReasonCatalogue[]] = [CN_MAINLAND_2024_10_REASONS]

export const BUILT_IN_REASONS: ReasonCatalogue = BUILT_IN_CATALOGUES.at(-1) ?? BUILT_IN_CATALOGUES[0]
