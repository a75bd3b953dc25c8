import { z } from 'zod'
import { CONSENT_KEYS } from '@/lib/accounts/consents/consents'

export const ConsentInput = z.object({ statement: z.enum(CONSENT_KEYS) })
export type ConsentInput = z.output<typeof ConsentInput>

/** The box next to the statement must be ticked: a click on a button alone would be no consent. */
export const GiveConsentInput = ConsentInput.extend({
  /** The version of the text that was shown. */
  version: z.string().max(64),
  agree: z.literal('yes', 'AGREE_MISSING'),
  /** Says whether a page that is not that of the consents waits for it. */
  here: z.literal('yes').optional(),
})
export type GiveConsentInput = z.output<typeof GiveConsentInput>
