import { DomainError } from '@/lib/core/errors'
import { isId } from '@/lib/core/ids'
import { route } from '@/lib/web/route'
import { answerTus } from '@/lib/web/tus'

type Params = { slug?: string[] }
type Context = { params: Promise<Params> }

const answer = route<Params>('document.take_in', async (actor, request, { slug = [] }) => {
  const [id, ...more] = slug
  const begins = request.method === 'POST' || request.method === 'OPTIONS'
  if (begins ? slug.length > 0 : !id || !isId(id) || more.length > 0)
    throw new DomainError('NOT_FOUND', 'No such upload')
  return answerTus(actor, request, id)
})

/** Takes a file in several requests, by tus 1.0. */
async function handle(request: Request, context: Context): Promise<Response> {
  const answered = await answer(request, context)
  answered.headers.set('Tus-Resumable', '1.0.0')
  return answered
}

export { handle as DELETE, handle as HEAD, handle as OPTIONS, handle as PATCH, handle as POST }
