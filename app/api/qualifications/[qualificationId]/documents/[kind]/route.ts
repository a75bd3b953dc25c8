import { route } from '@/lib/web/route'
import { answerFiles, returningToForm } from '@/lib/web/uploads/upload-routes'

type Params = { qualificationId: string; kind: string }

/**
 * Takes files into a slot; `?signature=` says whose evidence they are, `?back=` that a form without scripts sends them.
 */
export const POST = returningToForm(route<Params>('document.take_in', answerFiles))
