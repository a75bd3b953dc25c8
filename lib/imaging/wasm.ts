import 'server-only'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const compiled = new Map<string, WebAssembly.Module>()

/** A package's WASM, compiled once a child. What instances do in their memory, the module does not see. */
export function wasmModule(place: string): WebAssembly.Module {
  let module = compiled.get(place)
  if (!module) {
    module = new WebAssembly.Module(readFileSync(createRequire(import.meta.url).resolve(place)))
    compiled.set(place, module)
  }
  return module
}

/** For Emscripten: makes an instance of the module, fresh for each file, so that none finds what another left. */
export const instantiate =
  (place: string) =>
  (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => WebAssembly.Exports): WebAssembly.Exports =>
    done(new WebAssembly.Instance(wasmModule(place), imports))
