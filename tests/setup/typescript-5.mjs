// What needs the interface of TypeScript 5, which 7 no longer has, is given it: `node --import` this file.
import { register } from 'node:module'

const HOOK =
  "export const resolve = (name, context, next) => next(name === 'typescript' ? 'typescript-5' : name, context)"

register(`data:text/javascript,${encodeURIComponent(HOOK)}`)
