import type { DraftContent } from '../answers'
import { hasSignatureCharacters, normaliseSignature } from '../checks/names'
import { halfWidth } from '../checks/text'
import { choicesOf } from '../choices'
import { type Warning, warned } from '../findings'

/** Returns what is doubtful in the sample messages: signatures in their text, and marketing that nobody can stop. */
export function sampleTextWarnings(content: DraftContent): Warning[] {
  const written = content.samples.filter(({ text }) => text.trim() !== '')
  const own = new Set(content.signatures.map(({ text }) => normaliseSignature(text).toUpperCase()))
  const brackets = written.flatMap(({ id, text }) => {
    const inside = bracketed(text)
    if (inside.length === 0) return []
    const isOther = inside.some((each) => each !== '' && !own.has(normaliseSignature(each).toUpperCase()))
    return [warned(isOther ? 'SAMPLE_OTHER_SIGNATURE' : 'SAMPLE_BRACKETS', { on: 'SAMPLE', id })]
  })
  return [...brackets, ...optOutWarnings(content, written)]
}

/** Square brackets are those of a signature at the start or the end, around what a signature can be. */
const SQUARE = [/^\s*\[([^[\]]{2,12})\]/, /\[([^[\]]{2,12})\]\s*$/]

/** Returns what is in brackets as a signature is. */
function bracketed(text: string): string[] {
  const lenticular = [...text.matchAll(/【([^【】]*)】?/g)].map(([, inside = '']) => inside.trim())
  const square = SQUARE.flatMap((form) => form.exec(halfWidth(text))?.[1]?.trim() ?? []).filter(hasSignatureCharacters)
  return [...lenticular, ...square]
}

/**
 * Samples don't say what they are for. Where they can be for marketing alone each needs a way out, otherwise one of
 * them.
 */
function optOutWarnings({ fields }: DraftContent, written: DraftContent['samples']): Warning[] {
  const purposes = choicesOf(fields['use.purposes'])
  if (!purposes.includes('MARKETING') || written.length === 0) return []
  const without = written.filter(({ text }) => !hasOptOut(text))
  if (purposes.length === 1) return without.map(({ id }) => warned('SAMPLE_NO_OPT_OUT', { on: 'SAMPLE', id }))
  return without.length === written.length ? [warned('SAMPLES_NO_OPT_OUT', { on: 'SAMPLES' })] : []
}

/** Matches 拒收请回复R, 退订回T, 回TD退订, 回复退订: the reply and what it is for, in either order, spaces and marks left out. */
const CHINESE = [
  /(?:拒收|退订|取消订阅|不再接收)(?:短信|消息)?(?:请|可|则)?(?:直接)?(?:回复?|发送?|编辑)(?:短信)?[A-Z\d]{1,6}/,
  /(?:回复?|发送?|编辑)(?:短信)?[A-Z\d]{1,6}(?:发送?[至到]\d{1,20})?(?:即可|可|以)?(?:拒收|退订|取消订阅|不再接收)/,
  /(?:回复?|发送?|编辑)(?:退订|拒收)/,
]
/** Matches "Reply STOP to unsubscribe" and "To opt out, text T". */
const ENGLISH = [
  /\b(?:REPLY|TEXT|SEND)\b.{0,30}\b(?:UNSUBSCRIBE|OPT[ -]?OUT|STOP)\b/,
  /\b(?:UNSUBSCRIBE|OPT[ -]?OUT|STOP)\b.{0,30}\b(?:REPLY|TEXT|SEND)\b/,
]

/** Returns whether a message says how to stop getting more. */
export function hasOptOut(text: string): boolean {
  const plain = text.normalize('NFKC').toUpperCase()
  const compact = plain.replace(/[^\p{L}\p{N}]/gu, '')
  return CHINESE.some((form) => form.test(compact)) || ENGLISH.some((form) => form.test(plain))
}
