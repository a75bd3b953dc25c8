import 'server-only'
import type OpenCv from '@techstark/opencv-js'
import { cv, withMats } from './opencv'

/**
 * Returns how light each pixel is, as a share of 255 of the paper around it, in any light or shadow.
 * The caller frees it.
 *
 * @param around pixels, larger than anything that is printed
 */
export function onPaper(grey: OpenCv.Mat, around: number): OpenCv.Mat {
  return withMats((hold) => {
    const paper = hold(new (cv().Mat)())
    const odd = (value: number) => Math.max(3, 2 * Math.round(value / 2) + 1)
    // The lightest of a coarser picture is as good, and much quicker.
    const small = new (cv().Size)(Math.ceil(grey.cols / 4), Math.ceil(grey.rows / 4))
    cv().resize(grey, paper, small, 0, 0, cv().INTER_AREA)
    const kernel = hold(cv().Mat.ones(odd(around / 4), odd(around / 4), cv().CV_8UC1))
    cv().dilate(paper, paper, kernel)
    cv().blur(paper, paper, new (cv().Size)(odd(around / 4), odd(around / 4)))
    cv().resize(paper, paper, new (cv().Size)(grey.cols, grey.rows), 0, 0, cv().INTER_LINEAR)
    const light = new (cv().Mat)()
    cv().divide(grey, paper, light, 255)
    return light
  })
}
