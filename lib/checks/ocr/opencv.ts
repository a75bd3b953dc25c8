import 'server-only'
import { createRequire } from 'node:module'
import type OpenCv from '@techstark/opencv-js'
import type { Pixels } from './pixels'

type Cv = typeof OpenCv
let loaded: Cv | undefined

/**
 * Loads OpenCV; `cv` returns it afterwards. The module has a `then` of its own, by which a promise of it would never
 * settle, so it is not returned here. It also ends the process at any unhandled rejection: in a child only.
 */
export function loadOpenCv(): Promise<void> {
  const module = createRequire(import.meta.url)('@techstark/opencv-js') as Cv
  return new Promise((resolve) => {
    module.onRuntimeInitialized = () => {
      loaded = module
      resolve()
    }
  })
}

export function cv(): Cv {
  if (!loaded) throw new Error('OpenCV is not loaded')
  return loaded
}

/** Runs work with Mats, and frees each that it `hold`s: their memory is not collected. */
export function withMats<T>(work: (hold: <M extends { delete(): void }>(mat: M) => M) => T): T {
  const held: { delete(): void }[] = []
  try {
    return work((mat) => {
      held.push(mat)
      return mat
    })
  } finally {
    for (const mat of held) mat.delete()
  }
}

export function matOf({ data, width, height }: Pixels): OpenCv.Mat {
  const mat = new (cv().Mat)(height, width, cv().CV_8UC3)
  mat.data.set(data)
  return mat
}

export const pixelsOf = (mat: OpenCv.Mat): Pixels => ({
  data: new Uint8Array(mat.data),
  width: mat.cols,
  height: mat.rows,
})
