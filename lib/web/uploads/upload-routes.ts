import 'server-only'
import type { Uploader } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { isId } from '@/lib/core/ids'
import { acceptDocument } from '@/lib/qualifications/files/accept-document'
import { UploadSlot } from '@/lib/qualifications/schemas'
import { answeredToForm } from '../plain-form'
import { fileParts } from './file-parts'
import { answerTus } from './tus'

type Route<P> = (request: Request, context: { params: Promise<P> }) => Promise<Response>

export type TusParams = { slug?: string[] }

/** Answers a request of tus 1.0 by the last part of its path, for a person or a phone. */
export async function answerUpload(actor: Uploader, request: Request, { slug = [] }: TusParams): Promise<Response> {
  const [id, ...more] = slug
  const begins = request.method === 'POST' || request.method === 'OPTIONS'
  if (begins ? slug.length > 0 : !id || !isId(id) || more.length > 0)
    throw new DomainError('NOT_FOUND', 'No such upload')
  return answerTus(actor, request, id)
}

/** Has a route's refusals be answers of the protocol too. */
export const speakingTus =
  (answer: Route<TusParams>): Route<TusParams> =>
  async (request, context) => {
    const answered = await answer(request, context)
    answered.headers.set('Tus-Resumable', '1.0.0')
    return answered
  }

/** Takes the files of a form into a slot; `?signature=` says whose evidence they are. */
export async function answerFiles(
  actor: Uploader,
  request: Request,
  params: { qualificationId: string; kind: string },
): Promise<Response> {
  const senderSignatureId = new URL(request.url).searchParams.get('signature')
  const slot = UploadSlot.safeParse({ ...params, senderSignatureId })
  if (!slot.success) throw new DomainError('NOT_FOUND', 'No such slot')
  const files = []
  for await (const part of fileParts(request)) files.push(await acceptDocument(actor, { ...slot.data, ...part }))
  if (files.length === 0) throw new DomainError('FILE_EMPTY', 'No file in the form')
  return Response.json({ files }, { status: 201, headers: { 'Cache-Control': 'no-store' } })
}

/** Answers a form of a browser without scripts, which says so by `?back=`, with its page. */
export const returningToForm =
  <P>(take: Route<P>): Route<P> =>
  async (request, context) =>
    answeredToForm(request, await take(request, context))
