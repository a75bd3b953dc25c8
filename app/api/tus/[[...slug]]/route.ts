import { route } from '@/lib/web/route'
import { answerUpload, speakingTus, type TusParams } from '@/lib/web/uploads/upload-routes'

/** Takes a file in several requests, by tus 1.0. */
const handle = speakingTus(route<TusParams>('document.take_in', answerUpload))

export { handle as DELETE, handle as HEAD, handle as OPTIONS, handle as PATCH, handle as POST }
