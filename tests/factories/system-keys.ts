/** As a process that was just started: its copies of a module share the keys that it loaded. */
export function forgetSystemKeys(): void {
  Reflect.deleteProperty(globalThis, Symbol.for('zhunxin.system-keys'))
}
