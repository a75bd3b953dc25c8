import 'server-only'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { localPath } from './local-path'

/**
 * Reads the form that a route was sent. Its length is announced: the server refuses long ones by that.
 *
 * @throws DomainError INVALID_INPUT when it is no form
 */
export async function sentForm(request: Request): Promise<FormData> {
  if (!request.headers.has('content-length')) throw new DomainError('INVALID_INPUT', 'A form of unknown length')
  try {
    return await request.formData()
  } catch {
    throw new DomainError('INVALID_INPUT', 'Not a form')
  }
}

/**
 * Returns the code of a refusal as an address names it. Where the session has ended, the page is read after its person
 * signed in again: it has nothing of what was sent, as the words of that error would say, so that it says only that it
 * failed.
 */
const codeInAddress = (code: string): string => (code === 'UNAUTHENTICATED' ? 'NOT_RECEIVED' : code)

/**
 * Converts a route's answer for a form of a browser without scripts, which names its page and place with `?back=`:
 * redirects to it, with the reason of a refusal in the address.
 */
export async function answeredToForm(request: Request, answer: Response): Promise<Response> {
  const back = new URL(request.url).searchParams.get('back')
  if (back === null) return answer
  const [path = '', slot = ''] = back.split('#')
  const page = new URL(localPath(path, '/'), env().ZHUNXIN_URL)
  if (!answer.ok) {
    const { code, params } = (await answer.json()) as { code: string; params: Record<string, string | number> }
    for (const [name, value] of Object.entries({ ...params, refused: codeInAddress(code), slot })) {
      page.searchParams.set(name, String(value))
    }
  }
  page.hash = slot
  const headers = new Headers(answer.headers)
  headers.delete('Content-Type')
  headers.set('Location', page.href)
  return new Response(null, { status: 303, headers })
}
