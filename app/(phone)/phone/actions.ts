'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { removeDocumentPage } from '@/lib/qualifications/files/remove-document-page'
import { PhoneFileInput } from '@/lib/qualifications/phone/schemas'
import { finishPhone } from '@/lib/qualifications/phone/stop-phone'
import { phoneAction } from '@/lib/web/actions/form-action'

export const removePicture = phoneAction('phone.remove', PhoneFileInput, async (phone, { fileId }) => {
  await removeDocumentPage(phone, { qualificationId: phone.qualificationId, fileId })
  revalidatePath(phone.letter ? '/forwarded' : '/phone')
})

export const finish = phoneAction('phone.finish', z.object({}), async (phone) => {
  await finishPhone(phone)
  revalidatePath(phone.letter ? '/forwarded' : '/phone')
})
