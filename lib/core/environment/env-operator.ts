import { z } from 'zod'

/** Matches a telephone number that people can call from a page. */
export const TELEPHONE = /^\+?\d[\d -]{3,24}\d$/

/** Names who runs the portal, where the environment does: applicants read it on every page, and ask or complain there. */
export const OPERATOR = {
  OPERATOR_NAME: z.string().trim().min(1).max(100).optional().meta({
    unset: 'what is entered on the page *Operator*',
    description: 'your legal name, as it is registered; it wins over what is entered: [letters](letters.md)',
  }),
  OPERATOR_PHONE: z
    .string()
    .trim()
    .regex(TELEPHONE, 'must be a telephone number: digits, spaces and -, with + in front of a country code')
    .optional()
    .meta({ unset: 'the same', description: 'where applicants ask and complain' }),
  OPERATOR_EMAIL: z
    .email({ error: 'must be an e-mail address' })
    .optional()
    .meta({ unset: 'the same', description: 'where they write to' }),
}
