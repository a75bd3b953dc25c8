import { fileEventStream } from '@/lib/web/file-event-stream'
import { route } from '@/lib/web/route'

/** Sends a browser what happens to the files of its drafts. */
export const GET = route('document.follow', async (actor, request) => fileEventStream(actor, request.signal))
