import { phoneRoute } from '@/lib/web/route'
import { answerUpload, speakingTus, type TusParams } from '@/lib/web/uploads/upload-routes'

/** Takes a file of a phone in several requests, by tus 1.0. */
const handle = speakingTus(phoneRoute<TusParams>('phone.take_in', answerUpload))

export { handle as DELETE, handle as HEAD, handle as OPTIONS, handle as PATCH, handle as POST }
