import { readFileSync } from 'node:fs'

/** Returns the settings of glibc's memory that a file of docs/deploy has, by their names. */
export function allocatorIn(file: string): Record<string, string> {
  const text = readFileSync(`docs/deploy/${file}`, 'utf8')
  return Object.fromEntries(
    Array.from(text.matchAll(/\b(MALLOC_\w+)=(\d+)/g), ([, name = '', value = '']) => [name, value]),
  )
}
