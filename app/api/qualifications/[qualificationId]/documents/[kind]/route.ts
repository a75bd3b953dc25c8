import { DomainError } from '@/lib/core/errors'
import { UploadSlot } from '@/lib/qualifications/schemas'
import { takeInDocument } from '@/lib/qualifications/take-in-document'
import { fileParts } from '@/lib/web/file-parts'
import { answeredToForm } from '@/lib/web/plain-form'
import { route } from '@/lib/web/route'

type Params = { qualificationId: string; kind: string }

const take = route<Params>('document.take_in', async (actor, request, params) => {
  const senderSignatureId = new URL(request.url).searchParams.get('signature')
  const slot = UploadSlot.safeParse({ ...params, senderSignatureId })
  if (!slot.success) throw new DomainError('NOT_FOUND', 'No such slot')
  const files = []
  for await (const part of fileParts(request)) files.push(await takeInDocument(actor, { ...slot.data, ...part }))
  if (files.length === 0) throw new DomainError('FILE_EMPTY', 'No file in the form')
  return Response.json({ files }, { status: 201, headers: { 'Cache-Control': 'no-store' } })
})

/** Takes files into a slot; `?signature=` says whose evidence they are, `?back=` that a form without scripts sends them. */
export async function POST(request: Request, context: { params: Promise<Params> }): Promise<Response> {
  return answeredToForm(request, await take(request, context))
}
