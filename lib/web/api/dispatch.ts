import 'server-only'
import { groupBy } from '@/lib/core/group-by'
import { API, type Operation } from './operation'
import { decodedText } from './read-request'
import { ApiRefusal } from './refusals'

type Found = { operation: Operation; path: Readonly<Record<string, string>> }

/**
 * Makes what finds the operation of a request. A path without parameters goes before one with them.
 *
 * @throws ApiRefusal NOT_FOUND, METHOD_NOT_ALLOWED with those that the path takes, INVALID_INPUT for a path that is no
 *   UTF-8
 */
export function createDispatch(operations: readonly Operation[]) {
  const byPath = groupBy(operations, ({ path }) => API + path)
  const patterns = [...byPath]
    .filter(([path]) => path.includes('{'))
    .map(([path, all]) => ({ ...patternOf(path), all }))

  function methodOf(all: readonly Operation[], method = ''): Operation {
    const operation = all.find((one) => one.method === method)
    if (!operation) throw new ApiRefusal('METHOD_NOT_ALLOWED', [], { Allow: all.map((one) => one.method).join(', ') })
    return operation
  }

  return (method: string | undefined, path: string): Found => {
    const exact = path.includes('{') ? undefined : byPath.get(path)
    if (exact) return { operation: methodOf(exact, method), path: {} }
    for (const { pattern, names, all } of patterns) {
      const steps = pattern.exec(path)?.slice(1)
      if (steps)
        return {
          operation: methodOf(all, method),
          path: Object.fromEntries(names.map((name, n) => [name, decoded(name, steps[n])])),
        }
    }
    throw new ApiRefusal('NOT_FOUND')
  }
}

const PARAMETER = /\{(\w+)\}/g

function patternOf(path: string): { pattern: RegExp; names: string[] } {
  const names = [...path.matchAll(PARAMETER)].map(([, name]) => name ?? '')
  return { names, pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(PARAMETER, '([^/]+)')}$`) }
}

const decoded = (parameter: string, step = ''): string => decodedText(step, parameter)
