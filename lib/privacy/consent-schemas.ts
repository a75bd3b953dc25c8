import { z } from 'zod'
import { CONSENT_KEYS } from '@/lib/accounts/consents'

export const ConsentInput = z.object({ statement: z.enum(CONSENT_KEYS) })
export type ConsentInput = z.output<typeof ConsentInput>

/** With the box beside the statement ticked: a click on a button alone would be no consent. */
export const GiveConsentInput = ConsentInput.extend({ agree: z.literal('yes', 'AGREE_MISSING') })
export type GiveConsentInput = z.output<typeof GiveConsentInput>
