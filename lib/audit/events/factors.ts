import { code, count, event, id } from '../define'

/** By what staff say who they are. */
export const FACTOR_EVENTS = [
  /** A passkey, by its id, or an authenticator app. */
  event('factor.added', 'USER', { factor: code, factorId: id.nullable() }),
  event('factor.removed', 'USER', { factor: code, factorId: id.nullable() }),
  /** New ones; those before them are worth nothing. */
  event('recovery_codes.made', 'USER', { count }),
  event('recovery_code.used', 'USER', { left: count }),
  /** All second factors were taken away: by an administrator, or by a link from the machine. */
  event('staff.factors_reset', 'USER', { count }),
  event('password.changed', 'USER', { by: code }),
  /** A link to set a new password by: mailed, or made on the machine. */
  event('access_link.issued', 'USER', { linkId: id, kind: code }),
] as const
