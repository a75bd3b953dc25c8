import 'server-only'
import type OpenCv from '@techstark/opencv-js'
import { cv, withMats } from './opencv'
import { type Box, cornersOf } from './pixels'

/** Cuts a box out of a picture, upright, at the given size; returns rows of RGB. */
export function cut(picture: OpenCv.Mat, box: Box, width: number, height: number, room = width): Uint8Array {
  return withMats((hold) => {
    const from = cornersOf(box).flatMap(({ x, y }) => [x, y])
    const to = [0, 0, width, 0, width, height, 0, height]
    const [source, target] = [hold(points(from)), hold(points(to))]
    const transform = hold(cv().getPerspectiveTransform(source, target))
    const piece = hold(new (cv().Mat)())
    const size = new (cv().Size)(room, height)
    cv().warpPerspective(picture, piece, transform, size, cv().INTER_CUBIC, cv().BORDER_REPLICATE)
    return new Uint8Array(piece.data)
  })
}

const points = (values: number[]) => cv().matFromArray(4, 1, cv().CV_32FC2, values)
