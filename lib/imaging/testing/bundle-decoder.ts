import { existsSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { AS_COMMON_JS } from '@/scripts/prepare/steps.mjs'

/** Bundles the decoder child for tests as the build does, when it is missing or older than its source. */
export async function bundleDecoder(): Promise<void> {
  const source = path.resolve('lib/imaging')
  const target = path.resolve('.build/decoder-child.cjs')
  const changed = readdirSync(source, { recursive: true, encoding: 'utf8' }).map(
    (file) => statSync(path.join(source, file)).mtimeMs,
  )
  if (existsSync(target) && statSync(target).mtimeMs > Math.max(...changed)) return
  const { outputFiles } = await build({
    ...AS_COMMON_JS,
    entryPoints: [path.join(source, 'decoder', 'decoder-child.ts')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
    conditions: ['react-server'],
    alias: { '@': path.resolve('.'), 'server-only': path.resolve('node_modules/server-only/empty.js') },
    write: false,
  })
  // Test workers run side by side: none may start half a program.
  const draft = `${target}.${process.pid}`
  mkdirSync(path.dirname(target), { recursive: true })
  writeFileSync(draft, outputFiles[0]?.contents ?? '')
  renameSync(draft, target)
}
