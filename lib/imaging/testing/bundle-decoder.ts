import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { bundle } from '@/scripts/prepare/steps.mjs'

/** Bundles the decoder child for tests as the build does, when it is missing or older than its source. */
export async function bundleDecoder(): Promise<void> {
  const source = path.resolve('lib/imaging')
  const target = path.resolve('.build/decoder-child.cjs')
  const changed = readdirSync(source, { recursive: true, encoding: 'utf8' }).map(
    (file) => statSync(path.join(source, file)).mtimeMs,
  )
  if (existsSync(target) && statSync(target).mtimeMs > Math.max(...changed)) return
  // Test workers run side by side: none may start half a program.
  mkdirSync(path.dirname(target), { recursive: true })
  const draft = mkdtempSync(path.join(path.dirname(target), 'draft-'))
  try {
    await bundle(['lib/imaging/decoder/decoder-child.ts'], draft)
    renameSync(path.join(draft, path.basename(target)), target)
  } finally {
    rmSync(draft, { recursive: true })
  }
}
