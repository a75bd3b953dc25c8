import { route } from '@/lib/web/route'
import { fileEventStream } from '@/lib/web/uploads/file-event-stream'

/** Sends a browser what happens to the files of its drafts. */
export const GET = route('document.follow', async (actor, request) => fileEventStream(actor, request.signal))
