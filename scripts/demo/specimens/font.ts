import 'server-only'
import path from 'node:path'

/**
 * Sets our own font for everything drawn from now on. libvips reads this when it draws the first letter. Programs and
 * tests start in the project's folder.
 */
export function ownFontOnly(): void {
  process.env.FONTCONFIG_FILE = path.resolve('scripts/demo/specimens/fonts.conf')
}
