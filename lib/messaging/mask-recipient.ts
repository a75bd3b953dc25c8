/** A number or an address as staff see it: enough to know it again when its owner asks, not to use it. */
export function maskRecipient(to: string): string {
  const at = to.lastIndexOf('@')
  if (at > 0) return `${to.slice(0, 1)}***${to.slice(at)}`
  const number = to.replace(/^\+86(?=1\d{10}$)/, '')
  return number.length > 7 ? `${number.slice(0, 3)}****${number.slice(-4)}` : '****'
}
