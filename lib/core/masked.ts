/** At most so many characters of each end are told of a value that is masked: enough to know it again, not to use it. */
const TOLD = 4

/** A sensitive value with its middle covered. An empty one stays empty. */
export function masked(value: string): string {
  const characters = [...value]
  const told = Math.min(TOLD, Math.floor(characters.length / 4))
  const covered = '•'.repeat(characters.length - 2 * told)
  return `${characters.slice(0, told).join('')}${covered}${told > 0 ? characters.slice(-told).join('') : ''}`
}
