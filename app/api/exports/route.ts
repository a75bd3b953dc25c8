import { getLocale } from 'next-intl/server'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { askExport } from '@/lib/reports/exports/ask-export'
import { AskExportInput } from '@/lib/reports/exports/schemas'
import { fileResponse } from '@/lib/web/file-response'
import { answeredToForm, sentForm } from '@/lib/web/plain-form'
import { route } from '@/lib/web/route'

const ask = route('export.ask', async (actor, request) => {
  const sent = AskExportInput.safeParse(Object.fromEntries(await sentForm(request)))
  if (!sent.success) throw new DomainError('INVALID_INPUT', 'Not an export')
  const asked = await askExport(actor, sent.data, { locale: await getLocale() })
  if (asked.id === null) {
    const { name, mediaType, content } = asked
    return fileResponse(content, { mediaType, disposition: `attachment; filename="${name}"` })
  }
  const page = new URL(
    `/reports?${new URLSearchParams({ subject: sent.data.subject, asked: 'yes' })}#own`,
    env().ZHUNXIN_URL,
  )
  return new Response(null, { status: 303, headers: { Location: page.href } })
})

/** A short list is the answer itself; of a longer one the page tells. `?back=` says where to tell why it was refused. */
export async function POST(request: Request, context: { params: Promise<unknown> }): Promise<Response> {
  const answer = await ask(request, context)
  return answer.ok || answer.status === 303 ? answer : answeredToForm(request, answer)
}
