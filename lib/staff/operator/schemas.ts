import { z } from 'zod'
import { TELEPHONE } from '@/lib/core/environment/env-operator'
import { SPECIMEN_OPERATOR } from '@/lib/core/operator'

// Messages are codes: each has a sentence in `rules.operator.problems` of both message files.

const OneLine = z
  .string()
  .max(200, 'NAME_INVALID')
  .transform((text) => text.normalize('NFC').replaceAll(/\s+/g, ' ').trim())

const Name = OneLine.pipe(z.string().regex(/^[^\p{C}]{0,100}$/u, 'NAME_INVALID'))
  .refine((name) => name !== SPECIMEN_OPERATOR, 'NAME_OF_SPECIMEN')
  .transform((name) => name || null)

const Phone = OneLine.pipe(z.union([z.literal(''), z.string().regex(TELEPHONE, 'PHONE_INVALID')])).transform(
  (phone) => phone || null,
)

const Email = z
  .string()
  .max(254, 'EMAIL_INVALID')
  .transform((text) => text.trim())
  .pipe(z.union([z.literal(''), z.email('EMAIL_INVALID')]))
  .transform((email) => email || null)

/** `edition` is that which was seen: 0 before there is one. What the environment decides is not sent. */
export const EnterOperatorInput = z.object({
  edition: z.coerce.number().int().nonnegative(),
  name: Name.optional(),
  phone: Phone.optional(),
  email: Email.optional(),
  /** Says that the person read how many signed letters become void. */
  voids: z.literal('yes').optional(),
})
export type EnterOperatorInput = z.output<typeof EnterOperatorInput>
