import 'server-only'
import { env } from '@/lib/core/env'
import { localPath } from './local-path'

/**
 * What a route answers, for a form of a browser without scripts, which names with `?back=` the page that it stands on, and
 * its place there: back to it, with why it was refused in the address.
 */
export async function answeredToForm(request: Request, answer: Response): Promise<Response> {
  const back = new URL(request.url).searchParams.get('back')
  if (back === null) return answer
  const [path = '', slot = ''] = back.split('#')
  const page = new URL(localPath(path, '/'), env().ZHUNXIN_URL)
  if (!answer.ok) {
    const { code, params } = (await answer.json()) as { code: string; params: Record<string, string | number> }
    for (const [name, value] of Object.entries({ ...params, refused: code, slot })) {
      page.searchParams.set(name, String(value))
    }
  }
  page.hash = slot
  const headers = new Headers(answer.headers)
  headers.delete('Content-Type')
  headers.set('Location', page.href)
  return new Response(null, { status: 303, headers })
}
