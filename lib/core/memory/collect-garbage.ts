import 'server-only'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

let found: NodeJS.GCFunction | undefined

/**
 * Returns V8's function for a collection, which only a context that is made under a flag has. No other context gets it.
 */
function collector(): NodeJS.GCFunction {
  if (found) return found
  setFlagsFromString('--expose-gc')
  try {
    found = runInNewContext('gc') as NodeJS.GCFunction
    return found
  } finally {
    setFlagsFromString('--no-expose-gc')
  }
}

/** Collects young objects, in some milliseconds. */
export const collectYoung = (): void => collector()(true)

/** Collects all garbage at once: nothing else runs in this process meanwhile, for some tenths of a second. */
export const collectAll = (): void => collector()()
