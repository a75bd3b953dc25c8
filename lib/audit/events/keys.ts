import { code, codes, count, event, id } from '../define'

/** Lists the events of keys. `to` is the id of the key under which all data keys are wrapped from then on. */
export const KEY_EVENTS = [
  /**
   * A rotation started, before the first key is wrapped again: one event a run, and a run that was killed has no end.
   */
  event('keys.rotation_begun', null, { to: code('asItIs'), waiting: count }),
  event('keys.rotated', null, { to: code('asItIs'), rewrapped: count }),
  /** A key of the keyring, which wrapped nothing any more, was destroyed: old copies of what it wrapped stay sealed. */
  event('keys.destroyed', null, { key: code('asItIs') }),
  /** The operator said that a process has ended which had these keys and fell silent. */
  event('keys.holder_forgotten', null, { holderId: id, keys: codes('asItIs') }),
  /**
   * A key for the checkpoints of the log was made; `key` and `replaces`: the first 4 bytes that name a key in a signed
   * note.
   */
  event('audit.key_made', null, { key: code('asItIs'), replaces: code('asItIs').nullable() }),
] as const
