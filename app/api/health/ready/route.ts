import { readiness } from '@/lib/worker/health'

export const dynamic = 'force-dynamic'

/** Database and storage, each `ok` or `failing`; 503 when one is not well. Warnings don't count. */
export async function GET() {
  const body = await readiness()
  return Response.json(body, { status: body.status === 'ok' ? 200 : 503, headers: { 'Cache-Control': 'no-store' } })
}
