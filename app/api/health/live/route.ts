export const dynamic = 'force-dynamic'

/** Answers that the process runs. */
export function GET() {
  return Response.json({ status: 'ok' }, { headers: { 'Cache-Control': 'no-store' } })
}
