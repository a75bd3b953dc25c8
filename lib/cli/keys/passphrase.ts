import 'server-only'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { PASSWORD_LENGTH, passwordProblem } from '@/lib/sign-in/passwords/passwords'
import { StartRefusal } from '../start/run-program'

/** Reads a new passphrase: typed twice without an echo, or the first line of a pipe. */
export async function newPassphrase(): Promise<string> {
  const [given, again] = await ask(['Passphrase: ', 'The same again: '])
  if (given !== again) throw new StartRefusal('The two differ. Nothing was written.')
  if (passwordProblem(given, [])) {
    throw new StartRefusal(
      `The passphrase is too easy: at least ${PASSWORD_LENGTH.min} characters, and not only well-known words.`,
    )
  }
  return given
}

/** One that was given before. */
export async function knownPassphrase(): Promise<string> {
  const [given] = await ask(['Passphrase: '])
  return given
}

/** Prompts for a passphrase. It is never an argument or a variable: others on the machine read those. */
async function ask(questions: [string, ...string[]]): Promise<[string, ...string[]]> {
  if (!process.stdin.isTTY) {
    const [line = ''] = (await text(process.stdin)).split(/\r?\n/)
    return [line, ...questions.slice(1).map(() => line)]
  }
  const silent = new Writable({ write: (_piece, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true })
  const answers: string[] = []
  const typed = lines[Symbol.asyncIterator]()
  for (const question of questions) {
    process.stderr.write(question)
    const { value, done } = await typed.next()
    process.stderr.write('\n')
    if (done) throw new StartRefusal('No passphrase was given.')
    answers.push(value)
  }
  lines.close()
  return answers as [string, ...string[]]
}
