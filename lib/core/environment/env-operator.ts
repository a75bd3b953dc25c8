import { z } from 'zod'

/** Matches a telephone number that people can call from a page. */
export const TELEPHONE = /^\+?\d[\d -]{3,24}\d$/

/** Names who runs the portal, where the environment does: applicants read it on every page, and ask or complain there. */
export const OPERATOR = {
  /** The legal name, as it is registered. */
  OPERATOR_NAME: z.string().trim().min(1).max(100).optional(),
  OPERATOR_PHONE: z
    .string()
    .trim()
    .regex(TELEPHONE, 'must be a telephone number: digits, spaces and -, with + in front of a country code')
    .optional(),
  OPERATOR_EMAIL: z.email({ error: 'must be an e-mail address' }).optional(),
}
