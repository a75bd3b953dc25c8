import type { ByteRange } from '@/lib/storage/store-port'

/**
 * Returns what a Range header requests (RFC 9110, 14.2): null is all of it. A range that can't be read, another unit
 * than bytes, and several ranges at once are answered with all of it, as is one with If-Range: nothing here has a
 * validator to compare.
 */
export function requestedRange(headers: Headers, size: number): ByteRange | 'UNSATISFIABLE' | null {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/i.exec(headers.get('range')?.trim() ?? '')
  if (!found || headers.has('if-range')) return null
  const [, first = '', last = ''] = found
  if (first === '' && last === '') return null
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? 'UNSATISFIABLE' : { start: size - length, end: size - 1 }
  }
  const [start, end] = [Number(first), last === '' ? size - 1 : Math.min(Number(last), size - 1)]
  if (last !== '' && Number(last) < start) return null
  return start >= size ? 'UNSATISFIABLE' : { start, end }
}
