import { submitDocuments } from '@/lib/sign-in/recovery/submit-documents'
import { readCasePass } from '@/lib/web/cookies/case-pass'
import { readDevice } from '@/lib/web/cookies/device'
import { answeredToForm } from '@/lib/web/plain-form'
import { publicRoute } from '@/lib/web/route'
import { fileParts } from '@/lib/web/uploads/file-parts'

const take = publicRoute('access_case.hand_in', async ({ address }, request) => {
  const [pass, device] = [await readCasePass(), await readDevice()]
  await submitDocuments({ pass, device, parts: fileParts(request), address })
  return Response.json({}, { status: 201, headers: { 'Cache-Control': 'no-store' } })
})

/** Takes the pictures of an identity document from someone who can't sign in; their pass says for which case. */
export async function POST(request: Request, context: { params: Promise<unknown> }): Promise<Response> {
  return answeredToForm(request, await take(request, context))
}
