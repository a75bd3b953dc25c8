import 'server-only'
import type { Line } from '../ocr/read-lines'
import { type FoundFields, present } from './found'
import { confidenceOf } from './glyphs'
import { checkedFields, parsed, zoneIn } from './zone'

/** Reads the data page of a passport by its zone. */
export function passport(lines: readonly Line[], year = new Date().getUTCFullYear()): FoundFields {
  const zone = zoneIn(lines)
  if (zone?.form !== 'PASSPORT') return {}
  const read = parsed(zone)
  if (read?.format !== 'TD3') return {}
  const { fields } = read
  const name = [fields.lastName, fields.firstName].filter(Boolean).join(' ')
  return present({
    ...checkedFields(zone, read, year),
    name: name ? { value: name, confidence: Math.min(0.9, confidenceOf(zone.glyphs)), glyphs: zone.glyphs } : undefined,
  })
}
