import { getLocale } from 'next-intl/server'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { requestExport } from '@/lib/reports/exports/request-export'
import { RequestExportInput } from '@/lib/reports/exports/schemas'
import { attachment } from '@/lib/web/files/disposition'
import { fileResponse } from '@/lib/web/files/file-response'
import { answeredToForm, sentForm } from '@/lib/web/plain-form'
import { route } from '@/lib/web/route'

const ask = route('export.ask', async (actor, request) => {
  const sent = RequestExportInput.safeParse(Object.fromEntries(await sentForm(request)))
  if (!sent.success) throw new DomainError('INVALID_INPUT', 'Not an export')
  const exported = await requestExport(actor, sent.data, { locale: await getLocale() })
  if (exported.id === null) {
    const { name, mediaType, content } = exported
    return fileResponse(content, { mediaType, disposition: attachment(name) })
  }
  const page = new URL(
    `/reports?${new URLSearchParams({ subject: sent.data.subject, asked: exported.waits ? 'consent' : 'yes' })}#own`,
    env().ZHUNXIN_URL,
  )
  return new Response(null, { status: 303, headers: { Location: page.href } })
})

/**
 * Returns a short list at once; the page announces a longer one. `?back=` names the page that shows why it was refused.
 */
export async function POST(request: Request, context: { params: Promise<unknown> }): Promise<Response> {
  const answer = await ask(request, context)
  return answer.ok || answer.status === 303 ? answer : answeredToForm(request, answer)
}
