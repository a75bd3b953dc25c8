import 'server-only'
import { openRowTicket, sealRowTicket } from '@/lib/sign-in/tickets'

/** Says what is downloaded, in which session, and until when. */
type ExportTicket = { accountId: string; sessionId: string; until: Date }

export const sealExportTicket = ({ accountId, sessionId, until }: ExportTicket): Promise<string> =>
  sealRowTicket('accounts', accountId, `${sessionId} ${until.toISOString()}`)

/** Opens a ticket; null when it is not one of ours. */
export async function openExportTicket(ticket: string): Promise<ExportTicket | null> {
  const opened = await openRowTicket('accounts', ticket)
  if (!opened) return null
  const [sessionId = '', until = ''] = opened.text.split(' ')
  return { accountId: opened.row, sessionId, until: new Date(until) }
}
