import {
  type Answer,
  type Asked,
  type Checked,
  FAILED,
  type Guided,
  type PictureLimits,
  type Prepared,
  type Turned,
} from './asked'
import type { Shape } from './picture-checks'

let worker: Worker | null = null
let count = 0
const waiting = new Map<number, (answer: Answer) => void>()
/**
 * A picture of 50 megapixels takes some seconds on a weak phone. After this time the portal looks at it, and nobody
 * here.
 */
const PATIENCE_MS = 20_000

/**
 * Asks the Worker, which is loaded by the first question.
 *
 * @returns null where it can't answer: a browser without what it takes, a file that it can't decode
 */
async function ask<A extends Exclude<Answer, typeof FAILED>>(asked: Asked): Promise<A | null> {
  const answer = await new Promise<Answer>((resolve) => {
    const id = ++count
    const timer = window.setTimeout(giveUp, PATIENCE_MS)
    waiting.set(id, (given) => {
      window.clearTimeout(timer)
      waiting.delete(id)
      resolve(given)
    })
    try {
      worker ??= start()
      worker.postMessage({ id, asked })
    } catch {
      giveUp()
    }
  })
  return answer === FAILED ? null : (answer as A)
}

function start(): Worker {
  const started = new Worker(new URL('./picture-worker.ts', import.meta.url))
  started.addEventListener('message', ({ data }: MessageEvent<{ id: number; answer: Answer }>) => {
    waiting.get(data.id)?.(data.answer)
  })
  started.addEventListener('error', giveUp)
  return started
}

/** Stops the Worker, and fails all questions that wait. The next question starts another one. */
function giveUp(): void {
  worker?.terminate()
  worker = null
  for (const answer of waiting.values()) answer(FAILED)
}

/** Looks at a picture, and makes it smaller where it is above the limits. What can't be decoded stays what it is. */
export async function checkedFile(file: File, shape: Shape | null, limits: PictureLimits): Promise<Checked> {
  const answer = await ask<Prepared>({ of: 'FILE', file, shape, limits })
  if (!answer) return { file, doubts: [] }
  const { doubts, smaller } = answer
  return { file: smaller ? asJpeg(smaller, file.name) : file, doubts }
}

/** Returns the picture, turned clockwise; the same one where it can't be turned. */
export async function turnedFile(file: File): Promise<File> {
  const answer = await ask<Turned>({ of: 'TURN', file, quarters: 1 })
  return answer ? asJpeg(answer.turned, file.name) : file
}

/** Says what to do while a camera is pointed at something. */
export const guided = (frame: Omit<Extract<Asked, { of: 'FRAME' }>, 'of'>) => ask<Guided>({ of: 'FRAME', ...frame })

const asJpeg = (picture: Blob, name: string) =>
  new File([picture], `${name.replace(/\.[^.]*$/, '')}.jpg`, { type: 'image/jpeg' })
