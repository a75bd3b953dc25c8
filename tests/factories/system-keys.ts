/** Resets the loaded keys, as in a process that was just started. */
export function forgetSystemKeys(): void {
  Reflect.deleteProperty(globalThis, Symbol.for('zhunxin.system-keys'))
}
