import { DomainError } from '@/lib/core/errors'
import { readDemoAnswers } from '@/lib/web/demo'
import { publicRoute } from '@/lib/web/route'

/** Answers what a demo fills in on the page that its visitor has open. Any other portal has nothing here. */
export const GET = publicRoute('demo.answers', async () => {
  const answers = await readDemoAnswers()
  if (!answers) throw new DomainError('NOT_FOUND', 'No demo, or not for this visitor')
  return Response.json(answers, { headers: { 'Cache-Control': 'no-store' } })
})
