import { readiness } from '@/lib/worker/health'

export const dynamic = 'force-dynamic'

/** Answers for database and storage, each `ok` or `failing`, with 503 when one is not well. Warnings don't count. */
export async function GET() {
  const body = await readiness()
  return Response.json(body, { status: body.status === 'ok' ? 200 : 503, headers: { 'Cache-Control': 'no-store' } })
}
