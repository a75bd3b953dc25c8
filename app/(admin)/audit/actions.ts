'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { askVerification } from '@/lib/reports/verifications/ask-verification'
import { formAction } from '@/lib/web/form-action'

export const verifyNow = formAction('audit.verify', z.object({}), async (actor) => {
  await askVerification(actor)
  revalidatePath('/audit')
})
