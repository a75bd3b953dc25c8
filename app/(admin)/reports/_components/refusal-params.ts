type Sent = Readonly<Record<string, string | string[] | undefined>>

/** What the sentence of a refusal names, as a form that was sent without scripts brought it back in the address. */
export function refusalParams(sent: Sent): { limit: number; unit: string; wait: number } {
  const unit = typeof sent.unit === 'string' ? sent.unit : 'SECONDS'
  return { limit: countOf(sent.limit, 0), unit, wait: countOf(sent.wait, 60) }
}

function countOf(sent: string | string[] | undefined, otherwise: number): number {
  const count = typeof sent === 'string' && sent !== '' ? Number(sent) : Number.NaN
  return Number.isFinite(count) ? count : otherwise
}
