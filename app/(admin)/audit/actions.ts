'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { requestVerification } from '@/lib/reports/verifications/request-verification'
import { formAction } from '@/lib/web/actions/form-action'

export const verifyNow = formAction('audit.verify', z.object({}), async (actor) => {
  await requestVerification(actor)
  revalidatePath('/audit')
})
