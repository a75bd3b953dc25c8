import { code, count, event, id } from '../define'

/** Lists the events of what staff confirm their identity with, and of applicants' passkeys. */
export const FACTOR_EVENTS = [
  /** A passkey, by its id, or an authenticator app was added. */
  event('factor.added', 'USER', { factor: code('factor'), factorId: id.nullable() }),
  event('factor.removed', 'USER', { factor: code('factor'), factorId: id.nullable() }),
  /** New recovery codes were made; earlier ones are void. */
  event('recovery_codes.made', 'USER', { count }),
  event('recovery_code.used', 'USER', { left: count }),
  /** All second factors were taken away: by an administrator, or by a link from the machine. */
  event('staff.factors_reset', 'USER', { count }),
  event('password.changed', 'USER', { by: code('factor') }),
  /** A link to set a new password was mailed, or made on the machine. */
  event('access_link.issued', 'USER', { linkId: id, kind: code('accessLink') }),
] as const
