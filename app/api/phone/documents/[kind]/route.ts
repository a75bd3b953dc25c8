import { phoneRoute } from '@/lib/web/route'
import { answerFiles, returningToForm } from '@/lib/web/uploads/upload-routes'

/** Takes files of a phone into a slot of its draft, from a form without scripts. */
export const POST = returningToForm(
  phoneRoute<{ kind: string }>('phone.take_in', (phone, request, { kind }) => {
    const { qualificationId } = phone
    return answerFiles(phone, request, { qualificationId, kind })
  }),
)
