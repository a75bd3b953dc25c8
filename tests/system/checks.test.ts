import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { MOST_PICTURES, reader, readPicture } from '@/lib/checks/read-picture'
import { ReaderProcess } from '@/lib/checks/reader/reader-process'
import type { Rectangle } from '@/lib/checks/rectangle'
import type { FoundReading } from '@/lib/cli/checks/read-file'
import { log } from '@/lib/core/log'
import { readerLauncher } from '@/lib/imaging/decoder/isolation'
import { lastInChain } from '@/lib/imaging/decoder/processor-time'
import { randomFrom } from '@/scripts/demo/specimens/random'
import { otherPaper } from '@/tests/factories/photographed/papers'
import { photograph } from '@/tests/factories/photographed/photograph'
import { specimenOf, type Truth } from '@/tests/factories/photographed/specimens'
import { specimen } from '@/tests/factories/specimens'
import { startCommand } from '@/tests/setup/portal'

type Answer = FoundReading & { file: string; ms: number }

/** Models are slow on a machine that does other things too, and the reader gives way to those. */
vi.setConfig({ testTimeout: 600_000 })

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-checks-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Reads pictures as an operator does: decoded in one child, read in another that has nothing but the models. */
async function read(pictures: Record<string, Buffer>, kind?: string): Promise<Answer[]> {
  const files = Object.entries(pictures).map(([name, jpeg]) => {
    const file = path.join(folder, `${name}.jpg`)
    writeFileSync(file, jpeg)
    return file
  })
  const command = startCommand('scripts/checks-read.mjs', { ZHUNXIN_DATA: path.join(folder, 'data') }, [
    ...(kind ? ['--kind', kind] : []),
    ...files,
  ])
  expect(await command.exited).toBe(0)
  const lines = command.output().split('\n')
  return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Answer)
}

const valuesOf = ({ fields }: Answer) =>
  Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field?.value]))
const normalised = (fields: Truth['fields']) =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, value.replace(/\(/g, '（').replace(/\)/g, '）')]),
  )

test('a card’s two sides and a licence say what is printed on them, and a blank paper nothing', async () => {
  const [portrait, emblem, licence] = await Promise.all(
    [0, 7, 11].map((index) => specimenOf('system', index, 'scan', null)),
  )
  if (!portrait || !emblem || !licence) throw new Error('Nothing was drawn')
  const random = randomFrom('blank')
  const blank = await photograph(otherPaper(random, true), 'scan', random, null)
  const pictures = { portrait: portrait.jpeg, emblem: emblem.jpeg, licence: licence.jpeg, blank }
  const answers = await read(pictures)
  expect(answers.map(({ kind, side, turned }) => ({ kind, side, turned }))).toEqual([
    { kind: 'RESIDENT_ID', side: 'PORTRAIT', turned: 0 },
    { kind: 'RESIDENT_ID', side: 'EMBLEM', turned: 0 },
    { kind: 'LICENCE', side: null, turned: 0 },
    { kind: 'NONE', side: null, turned: 0 },
  ])
  for (const [i, { truth }] of [portrait, emblem, licence].entries())
    expect(valuesOf(answers[i] as Answer)).toMatchObject(normalised(truth.fields))
  expect(answers.slice(0, 3).map(({ findings }) => findings)).toEqual([[], [], []])
  expect(answers[3]?.findings).toContain('NOTHING_READ')
  expect(answers.every(({ faces }) => faces === null)).toBe(true)
  expect(new Set(answers.map(({ engine }) => engine))).toEqual(new Set(['PP-OCRv4 r3']))
})

test('the wrong side, upside down, is found; what is no picture is refused and stops nothing', async () => {
  const { jpeg, truth } = await specimenOf('system', 0, 'scan', 'upside-down')
  expect(truth.turned).toBe(180)
  const answers = await read({ text: Buffer.from('no picture'), turned: jpeg }, 'ID_EMBLEM')
  expect(answers[0]).toMatchObject({ refused: 'FILE_WRONG_KIND' })
  expect(answers[1]).toMatchObject({ kind: 'RESIDENT_ID', side: 'PORTRAIT', turned: 180 })
  expect(answers[1]?.findings).toEqual(expect.arrayContaining(['WRONG_SIDE', 'TURNED']))
})

test('a child that has read enough is replaced, and each picture is read', async () => {
  const random = randomFrom('blank')
  const blank = await photograph(otherPaper(random, true), 'phone', random, null)
  const pids: (number | undefined)[] = []
  try {
    for (let n = 0; n <= MOST_PICTURES; n += 1) {
      expect((await readPicture(blank, 'owner')).kind).toBe('NONE')
      pids.push(reader().pid)
    }
  } finally {
    reader().close()
  }
  expect(new Set(pids.slice(0, MOST_PICTURES)).size).toBe(1)
  expect(pids[MOST_PICTURES]).not.toBe(pids[0])
})

describe.skipIf(process.platform !== 'linux')('the log says of a child', () => {
  const LIMITS = { timeMs: 600_000, processorMs: 120_000 }
  let blank: Buffer
  beforeAll(async () => {
    const random = randomFrom('blank')
    blank = await photograph(otherPaper(random, true), 'phone', random, null)
  })

  test('that it ended by itself, and by which signal', async () => {
    const warn = vi.spyOn(log, 'warn')
    const child = new ReaderProcess((await readerLauncher()).command)
    await child.read({ kind: 'PICTURE', titles: [] }, [blank], LIMITS)
    process.kill(lastInChain(child.pid ?? 0), 'SIGKILL')
    await expect.poll(() => child.alive).toBe(false)
    const [said] = warn.mock.lastCall ?? []
    expect(said).toMatchObject({ isOutOfMemory: false, isReady: true, pictures: 1 })
    // A launcher that waits for it says it so.
    const ends = [{ signal: 'SIGKILL' }, { code: 128 + 9 }]
    expect(ends.map((end) => expect.objectContaining(end))).toContainEqual(said)
  })

  test('that memory was refused to it', async (context) => {
    const { command, isolation } = await readerLauncher()
    if (isolation.missing.includes('MEMORY_LIMIT')) context.skip()
    const warn = vi.spyOn(log, 'warn')
    const less = (word: string) =>
      word.replace(/^(--data=)(\d+)$/, (_, name, bytes) => `${name}${bytes - 240 * 2 ** 20}`)
    const child = new ReaderProcess(command.map(less))
    await expect(child.read({ kind: 'PICTURE', titles: [] }, [blank], LIMITS)).rejects.toMatchObject({
      code: 'FILE_BROKEN',
    })
    child.kill()
    expect(warn.mock.lastCall?.[0]).toMatchObject({ isOutOfMemory: true, pictures: 1 })
  })
})

/** Paints over the place where a value was read. */
async function without(jpeg: Buffer, at: Rectangle | undefined): Promise<Buffer> {
  const { width, height } = await sharp(jpeg).metadata()
  if (!at) throw new Error('It was not read')
  const background = { r: 200, g: 210, b: 220 }
  const size = { width: Math.ceil(at.width * width), height: Math.ceil(at.height * height) }
  const input = await sharp({ create: { ...size, channels: 3, background } })
    .png()
    .toBuffer()
  const patch = { input, left: Math.floor(at.x * width), top: Math.floor(at.y * height) }
  return sharp(jpeg).composite([patch]).jpeg({ quality: 90 }).toBuffer()
}

test('a value is where its rectangle is, also in a picture that was taken askew, or turned', async () => {
  const { jpeg: askew } = await specimenOf('system', 0, 'phone', null)
  const pictures = { askew, turned: await sharp(askew).rotate(90).jpeg({ quality: 90 }).toBuffer() }
  const before = await read(pictures)
  expect(before.map(({ turned }) => turned)).toEqual([0, 270])
  const painted = await Promise.all(
    Object.entries(pictures).map(async ([name, jpeg], i) => {
      return [`${name}-painted`, await without(jpeg, before[i]?.fields.idNumber?.rectangle)] as const
    }),
  )
  const after = await read(Object.fromEntries(painted))
  for (const [i, { fields }] of after.entries()) {
    expect(before[i]?.fields.idNumber?.confidence).toBeGreaterThanOrEqual(0.9)
    expect(fields.idNumber?.value).not.toBe(before[i]?.fields.idNumber?.value)
    expect(fields.name?.value).toBe(before[i]?.fields.name?.value)
    expect(fields.birthDate?.value).toBe(before[i]?.fields.birthDate?.value)
  }
})

test('marks across a picture are not taken for what it says', async () => {
  const [portrait, emblem] = await read({ marked: await specimen('ID_PORTRAIT'), other: await specimen('ID_EMBLEM') })
  expect(portrait).toMatchObject({ kind: 'RESIDENT_ID', side: 'PORTRAIT', quality: { cropped: false } })
  expect(portrait?.fields.idNumber?.value).toBe('11010519491231002X')
  expect(emblem).toMatchObject({ kind: 'RESIDENT_ID', side: 'EMBLEM', quality: { cropped: false } })
  expect(emblem?.fields.validTo?.value).toBe('LONG_TERM')
})
