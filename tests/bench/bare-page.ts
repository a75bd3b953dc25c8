import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pause } from '@/tests/setup/portal'
import { freePort } from '@/tests/setup/ports'

/**
 * Serves the limit of a page: a Next app of its own, built and served as Next does, whose only page renders the same
 * markup from constants. It has no session, database, language or header.
 */
export async function startBarePage(html: string): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = path.resolve('.build/bare-page')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(path.join(folder, 'app'), { recursive: true })
  for (const [name, text] of Object.entries(FILES)) writeFileSync(path.join(folder, name), text)
  writeFileSync(path.join(folder, 'app/tree.json'), JSON.stringify(treeOf(html)))
  const next = path.resolve('node_modules/next/dist/bin/next')
  const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' }
  const built = spawnSync(process.execPath, [next, 'build', folder], { cwd: folder, env, encoding: 'utf8' })
  if (built.status !== 0) throw new Error(`The bare page could not be built:\n${built.stdout}${built.stderr}`)
  const port = await freePort()
  const args = [next, 'start', folder, '-p', `${port}`, '-H', '127.0.0.1']
  const server = spawn(process.execPath, args, { cwd: folder, env, stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}/`
  await untilThere(url, server)
  return {
    url,
    stop: async () => {
      const gone = new Promise((resolve) => server.once('exit', resolve))
      server.kill()
      await gone
    },
  }
}

const FILES = {
  'package.json': '{ "private": true, "type": "module" }',
  'next.config.js': `export default { turbopack: { root: ${JSON.stringify(path.resolve())} } }`,
  'app/layout.js': 'export default ({ children }) => <html lang="zh-CN"><body>{children}</body></html>',
  'app/page.js': `import { createElement } from 'react'
import tree from './tree.json'

export const dynamic = 'force-dynamic'

const draw = (node) =>
  typeof node === 'string' ? node : createElement(node[0], node[1], ...node[2].map(draw))

export default function Page() {
  return createElement('div', null, ...tree.map(draw))
}
`,
}

async function untilThere(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600 && server.exitCode === null; tries++) {
    const answer = await fetch(url).catch(() => null)
    if (answer?.ok) return
    await pause(100)
  }
  throw new Error('The bare page does not answer')
}

type Element = { rawTagName: string; attributes: Record<string, string>; childNodes: Parsed[] }
type Parsed = Partial<Element> & { nodeType: number; text: string }
type Node = string | [tag: string, props: Record<string, unknown>, children: Node[]]

const PROPS: Record<string, string> = {
  class: 'className',
  for: 'htmlFor',
  tabindex: 'tabIndex',
  value: 'defaultValue',
}
const LEFT_OUT = new Set(['style', 'selected', 'checked', 'nonce', 'action', 'formaction'])

/** Returns the body of a page without its scripts. */
function treeOf(html: string): Node[] {
  const { parse } = createRequire(import.meta.url)('next/dist/compiled/node-html-parser') as {
    parse: (html: string) => { querySelector(selector: string): Element | null }
  }
  return (parse(html).querySelector('body')?.childNodes ?? []).flatMap(nodeOf)
}

function nodeOf({ nodeType, text, rawTagName, attributes, childNodes }: Parsed): Node[] {
  if (nodeType === 3) return text ? [text] : []
  if (nodeType !== 1 || !rawTagName || ['script', 'template'].includes(rawTagName.toLowerCase())) return []
  const props = Object.entries(attributes ?? {})
    .filter(([name]) => !LEFT_OUT.has(name.toLowerCase()) && !name.startsWith('on'))
    .map(([name, value]) => [PROPS[name.toLowerCase()] ?? name, value] as const)
  return [[rawTagName.toLowerCase(), Object.fromEntries(props), (childNodes ?? []).flatMap(nodeOf)]]
}
