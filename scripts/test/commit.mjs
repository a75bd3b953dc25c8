import { execFileSync } from 'node:child_process'
import { root } from '../prepare/folders.mjs'

const MEASURED = ['app', 'components', 'lib', 'prisma', 'scripts', 'tests']

const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()

/** Returns the commit that is measured, and whether something was changed since, such as `e193474f, changed`. */
export function commit() {
  const head = git('rev-parse', '--short', 'HEAD')
  return git('status', '--porcelain', '--', ...MEASURED) ? `${head}, changed` : head
}
