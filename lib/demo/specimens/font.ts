import 'server-only'
import path from 'node:path'

/**
 * Has what is drawn from now on written with our own font. libvips reads this when it draws the first letter. Programs and
 * tests begin in the project's folder.
 */
export function ownFontOnly(): void {
  process.env.FONTCONFIG_FILE = path.resolve('lib/demo/specimens/fonts.conf')
}
