import { code, count, event, id } from '../define'

const blob = { blobId: id, variant: code('variant'), page: count }

export const VAULT_EVENTS = [
  /** All that should be in the vault was read through. Of the blobs that nobody knows, so many are an hour old. */
  event('vault.scrubbed', null, { checked: count, missing: count, damaged: count, withoutKey: count, orphaned: count }),
  /**
   * A part of a file is missing, damaged, or has no key. The alert is recorded once, until the part is well again.
   */
  event('vault.fault_found', 'FILE', { ...blob, fault: code('vaultFault') }),
  /** The part could be read again. */
  event('vault.fault_gone', 'FILE', blob),
] as const
