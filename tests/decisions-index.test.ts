import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const FOLDER = 'docs/decisions'
const [index = '', ended = ''] = readFileSync(`${FOLDER}/README.md`, 'utf8')
  .replace(/^[\s\S]*## In force, by room/, '')
  .split('**No longer in force**')

const records = readdirSync(FOLDER)
  .filter((file) => /^\d{4}-/.test(file))
  .map((file) => {
    const [title = '', , status = ''] = readFileSync(`${FOLDER}/${file}`, 'utf8').split('\n')
    return { file, number: Number(file.slice(0, 4)), title: title.replace(/^# \d+\. /, ''), status }
  })

test.each(records)('$number is in the list by room, with its title', ({ file, number, title, status }) => {
  const line = `- [${number}](${file}) ${title}`
  const [list, other] = status.includes('superseded by') ? [ended, index] : [index, ended]
  expect(list.split(line)).toHaveLength(2)
  expect(other).not.toContain(line)
})

test.each(records)('what amends or replaces $number says so, and so does its first line', ({ number, status }) => {
  expect(status).toMatch(/^Date: \d{4}-\d{2}-\d{2} · Status: (proposed|accepted|superseded by)/)
  const [own = '', ...rest] = status.split(/ · (?:confirms and amends|Amends|Supersedes) /)
  const numbersIn = (text: string) => [...text.matchAll(/\[(\d+)\]/g)].map(([, given]) => Number(given))
  const statusOf = (one: number) => records.find((record) => record.number === one)?.status ?? ''
  for (const later of numbersIn(own))
    expect(statusOf(later), `${later}`).toMatch(new RegExp(`(Amends|amends|Supersedes).*\\[${number}\\]`))
  for (const earlier of numbersIn(rest.join(' ')))
    expect(statusOf(earlier), `${earlier}`).toMatch(new RegExp(`(amended|superseded) by.*\\[${number}\\]`, 'i'))
})
