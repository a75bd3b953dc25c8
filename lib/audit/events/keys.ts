import { code, count, event } from '../define'

/** Keys of the keyring. `to`: the id of the key under which all data keys are wrapped from then on. */
export const KEY_EVENTS = [
  /** Before the first is wrapped anew: one a run, and a run that was killed has no end. */
  event('keys.rotation_begun', null, { to: code, waiting: count }),
  event('keys.rotated', null, { to: code, rewrapped: count }),
] as const
