import 'server-only'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const compiled = new Map<string, WebAssembly.Module>()

/** Compiles a package's WASM, once a child. Instances have their own memory, which the module does not see. */
export function wasmModule(place: string): WebAssembly.Module {
  let module = compiled.get(place)
  if (!module) {
    module = new WebAssembly.Module(readFileSync(createRequire(import.meta.url).resolve(place)))
    compiled.set(place, module)
  }
  return module
}

/** Makes an instance of the module for Emscripten, fresh for each file, so that none finds what another left. */
export const instantiate =
  (place: string) =>
  (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => WebAssembly.Exports): WebAssembly.Exports =>
    done(new WebAssembly.Instance(wasmModule(place), imports))
