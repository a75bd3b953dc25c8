import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { at, dataFolder, requireNode, root } from './folders.mjs'
import { program } from './program.mjs'
import { bundlePrograms, generateClient, installPackages } from './steps.mjs'

/**
 * Runs a program of lib/cli that needs no built app, with the arguments of this process.
 *
 * @param {string} name
 * @param {{ takesPaths?: boolean, withValue?: readonly string[] }} options whether an argument that is no option is a
 *   path,
 * relative to the folder in which it was typed; which options are followed by a value, which is no path
 */
export const command = (name, { takesPaths = false, withValue = [] } = {}) =>
  program(async () => {
    requireNode()
    const typedIn = process.env.INIT_CWD || process.cwd()
    const isPath = (text, before) => !text.startsWith('-') && !withValue.includes(before)
    const absolute = (text, i, all) => (isPath(text, all[i - 1]) ? path.resolve(typedIn, text) : text)
    if (takesPaths) process.argv.splice(2, Number.POSITIVE_INFINITY, ...process.argv.slice(2).map(absolute))
    process.chdir(root)
    const data = dataFolder()
    await installPackages()
    await generateClient()
    await bundlePrograms()
    Object.assign(process.env, { NODE_ENV: 'production', ZHUNXIN_DATA: data })
    await import(pathToFileURL(at(`.build/${name}.mjs`)).href)
  })
