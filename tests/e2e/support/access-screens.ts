import { database, transaction } from '@/lib/db/client'
import { createAccessLink } from '@/lib/sign-in/access-links'
import { anIncompleteSession, withPasskey, withTotp } from '@/tests/factories/factors'
import { aColleague } from '@/tests/factories/people'
import type { Screen } from './screen'

/** Lists the pages by which staff sign in, and come back after a lost factor. */
export async function accessPages(): Promise<Screen[]> {
  const { id } = await aColleague({ roles: ['ADMIN'], name: '周岚' })
  const halfWay = await anIncompleteSession(id)
  const { actor } = await withTotp((await withPasskey(halfWay, { name: '办公室笔记本' })).actor)
  const owing = await anIncompleteSession((await aColleague()).id)
  const link = await transaction((tx) => createAccessLink(tx, { userId: id, kind: 'ACCESS' }))
  const half = await anIncompleteSession(id)
  await makeLast([half, owing, actor])
  const step = '/staff/sign-in/step'
  return [
    { name: 'staff-forgotten', url: '/staff/forgotten' },
    { name: 'staff-access', url: new URL(link.url).pathname },
    { name: 'staff-access-invalid', url: '/staff/access/nothing' },
    { name: 'staff-step', url: step, actor: half },
    { name: 'staff-set-up', url: step, actor: owing },
    { name: 'security', url: '/security', actor },
    { name: 'security-add', url: '/security/add', actor },
    { name: 'security-confirm', url: '/security/confirm', actor },
  ]
}

/** Extends sessions and their factors: looking at every page takes longer than such sessions last. */
async function makeLast(sessions: readonly { sessionId: string }[]): Promise<void> {
  await database().$executeRaw`
    UPDATE sessions SET ends_at = ends_at + interval '2 hours', idle_ends_at = ends_at + interval '2 hours',
      factors = (
        SELECT jsonb_agg(given || jsonb_build_object('at', clock_timestamp() + interval '2 hours'))
        FROM jsonb_array_elements(factors) given)
    WHERE id = ANY(${sessions.map(({ sessionId }) => sessionId)}::uuid[])`
}
