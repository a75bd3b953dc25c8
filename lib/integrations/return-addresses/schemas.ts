import { z } from 'zod'
import { IdText } from '@/lib/core/id-text'

/** What it may be, the verb says. */
export const AddReturnAddressInput = z.object({
  address: z.string().max(2_000, 'ADDRESS_WRONG').trim().min(1, 'ADDRESS_WRONG'),
})

export const RemoveReturnAddressInput = z.object({ addressId: IdText })
