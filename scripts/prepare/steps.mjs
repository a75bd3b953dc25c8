import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { buildApp } from './app.mjs'
import { at, root } from './folders.mjs'
import { run, runPackage, say } from './run.mjs'
import { hashOf, unlessDone } from './stamps.mjs'

/** Installs the packages of the lock file, unless npm's own record says that exactly those are installed. */
export async function installPackages() {
  if (isInstalled()) return
  say('Installing packages from the lock file (a minute or so) …')
  const options = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund']
  const npm = process.env.npm_execpath
  if (npm?.endsWith('.js')) await run('install', process.execPath, [npm, ...options])
  else await run('install', process.platform === 'win32' ? 'npm.cmd' : 'npm', options)
}

function isInstalled() {
  const record = at('node_modules', '.package-lock.json')
  if (!existsSync(record)) return false
  const wanted = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages
  return Object.entries(wanted).every(([place, { version, optional, link }]) => {
    if (place === '' || link) return true
    return installed[place] ? installed[place].version === version : optional === true
  })
}

/** Generates the Prisma client from the schema. */
export async function generateClient() {
  const hash = hashOf(['prisma/schema', 'prisma.config.ts', 'package-lock.json'])
  await unlessDone('client', hash, ['lib/db/generated/client.ts'], async () => {
    say('Generating the database client …')
    const quiet = { CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' }
    await runPackage('generate', 'prisma/build/index.js', ['generate'], quiet)
  })
}

/** Bundles command lines and child programs into one file each in .build, since Node runs no TypeScript. */
export async function bundlePrograms() {
  const programs = [
    ...programsIn('lib/cli', /^[\w-]+(?<!\.test)\.ts$/),
    ...programsIn('scripts/demo', /^demo\.ts$/),
    ...childrenIn('lib'),
  ]
  const hash = hashOf(['lib', 'scripts/demo', 'prisma/schema', 'package-lock.json', 'tsconfig.json', 'scripts/prepare'])
  await unlessDone('programs', hash, programs.map(bundleOf), async () => {
    say('Bundling the programs …')
    mkdirSync(at('.build'), { recursive: true })
    for (const name of readdirSync(at('.build')).filter((name) => /\.[cm]js(\.map)?$/.test(name)))
      rmSync(at('.build', name))
    await bundle(programs, '.build')
  })
}

const AS_MODULE = { format: 'esm', outExtension: { '.js': '.mjs' } }
/**
 * Children are CommonJS: they start often, and Node loads a package such as sharp as CommonJS in half the time that it
 * needs for its ECMAScript modules.
 */
const AS_COMMON_JS = {
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  define: { 'import.meta.url': 'urlOfProgram' },
  banner: { js: "'use strict'; const urlOfProgram = require('node:url').pathToFileURL(__filename).href" },
}

/** Bundles programs into one file each in a folder, which it makes: a fresh clone has none. */
export async function bundle(programs, outdir) {
  mkdirSync(path.resolve(root, outdir), { recursive: true })
  const [children, others] = [programs.filter(isChild), programs.filter((program) => !isChild(program))]
  await Promise.all([bundleAs(AS_COMMON_JS, children, outdir), bundleAs(AS_MODULE, others, outdir)])
}

/**
 * Bundles programs in one of the two ways. V8 holds the text of a file with a character beyond Latin-1 as two bytes
 * each: the bundler escapes them in strings, and what it leaves, in patterns and comments, is escaped here.
 */
async function bundleAs(how, programs, outdir) {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    ...how,
    absWorkingDir: root,
    entryPoints: programs,
    entryNames: '[name]',
    outdir,
    bundle: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
    conditions: ['react-server'],
    alias: { 'server-only': at('node_modules/server-only/empty.js') },
    sourcemap: 'linked',
    logLevel: 'warning',
    write: false,
  })
  for (const { path: file, text } of outputFiles) writeFileSync(file, file.endsWith('.map') ? text : inLatin1(text))
}

const inLatin1 = (code) =>
  code.replace(/[^\0-\xff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

const programsIn = (folder, pattern) =>
  existsSync(at(folder))
    ? readdirSync(at(folder))
        .filter((name) => pattern.test(name))
        .map((name) => `${folder}/${name}`)
        .sort()
    : []

const childrenIn = (folder) =>
  readdirSync(at(folder), { recursive: true })
    .map((name) => `${folder}/${name.split(path.sep).join('/')}`)
    .filter(isChild)
    .sort()

const isChild = (program) => program.endsWith('-child.ts')

const bundleOf = (program) => `.build/${path.basename(program, '.ts')}${isChild(program) ? '.cjs' : '.mjs'}`

/** Prepares everything up to the built app. Returns the environment that the app's process needs. */
export async function prepareApp() {
  await installPackages()
  await generateClient()
  await bundlePrograms()
  return buildApp()
}
