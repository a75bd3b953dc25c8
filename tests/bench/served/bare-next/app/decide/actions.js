'use server'

import pg from 'pg'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 })

/** Claims the next case and decides it: each statement repeats its guard. */
export async function decide(_previous, form) {
  const reviewer = form.get('reviewer')
  const claimed = await pool.query(
    `UPDATE cases SET status = 'IN_REVIEW', reviewer = $1, lease_ends_at = now() + interval '30 minutes'
     WHERE id = (SELECT id FROM cases WHERE status = 'SUBMITTED' ORDER BY queue_place, id LIMIT 1 FOR UPDATE SKIP LOCKED)
       AND status = 'SUBMITTED' RETURNING id`,
    [reviewer],
  )
  const id = claimed.rows[0]?.id
  const decided = await pool.query(
    `UPDATE cases SET status = 'APPROVED', decided_at = now()
     WHERE id = $1 AND status = 'IN_REVIEW' AND reviewer = $2 AND lease_ends_at > now()`,
    [id, reviewer],
  )
  return { ok: decided.rowCount === 1, id }
}
