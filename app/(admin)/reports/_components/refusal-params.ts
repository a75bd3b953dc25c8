type Sent = Readonly<Record<string, string | string[] | undefined>>

/** Returns what the sentence of a refusal names, read from the address to which a form without scripts came back. */
export function refusalParams(sent: Sent): Record<'limit' | 'rows' | 'left' | 'wait', number> & { unit: string } {
  const unit = typeof sent.unit === 'string' ? sent.unit : 'SECONDS'
  const [limit, rows, left] = [countOf(sent.limit, 0), countOf(sent.rows, 0), countOf(sent.left, 0)]
  return { limit, rows, left, unit, wait: countOf(sent.wait, 60) }
}

function countOf(sent: string | string[] | undefined, otherwise: number): number {
  const count = typeof sent === 'string' && sent !== '' ? Number(sent) : Number.NaN
  return Number.isFinite(count) ? count : otherwise
}
