import { readFileSync, writeFileSync } from 'node:fs'
import { DAY } from '@/lib/core/clock'
import { readKeyringText } from '@/lib/crypto/parse-keyring'

/** Moves the times in a keyring file that many days back, for one key, or for each. */
export function passDays(file: string, days: number, only?: string): void {
  const content = readKeyringText(readFileSync(file, 'utf8'))
  const earlier = (time: string) => new Date(Date.parse(time) - days * DAY).toISOString()
  const history = Object.entries(content.history ?? {}).map(([id, times]) => {
    if (only !== undefined && only !== id) return [id, times]
    return [id, Object.fromEntries(Object.entries(times).map(([what, time = '']) => [what, earlier(time)]))]
  })
  writeFileSync(file, JSON.stringify({ ...content, history: Object.fromEntries(history) }), { mode: 0o600 })
}
