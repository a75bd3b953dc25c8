import { z } from 'zod'
import { IdText } from '@/lib/core/id-text'

/** Checks the length alone: the verb checks which addresses are allowed. */
export const AddReturnAddressInput = z.object({
  address: z.string().max(2_000, 'ADDRESS_WRONG').trim().min(1, 'ADDRESS_WRONG'),
})

export const RemoveReturnAddressInput = z.object({ addressId: IdText })
