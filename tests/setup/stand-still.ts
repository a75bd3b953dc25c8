/**
 * Stops this whole process for so many milliseconds, as a busy machine or long work does: no timer fires, and nothing
 * is read.
 */
export function standStill(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}
