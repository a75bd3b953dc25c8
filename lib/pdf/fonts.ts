import 'server-only'
import path from 'node:path'
import { openSync } from 'fontkit'
import { MINUTE } from '@/lib/core/clock'
import { startTimeout } from '@/lib/core/timers'

type Weight = '400Regular' | '700Bold'

/**
 * Fonts stay open for so long after the last paper, in milliseconds: each takes 10 MB, and a portal at rest has none.
 */
const KEPT_FOR = MINUTE

const opened = new Map<Weight, PDFKit.Mixins.PDFFontSource>()
let end: NodeJS.Timeout | undefined

/**
 * Returns a font of paper. Used characters are embedded, so that the paper looks the same on every system. Opening a
 * font and reading what a letter needs of it takes longer than drawing the letter: the next paper gets the font that is
 * open.
 */
export function fontOf(weight: Weight): PDFKit.Mixins.PDFFontSource {
  const font = opened.get(weight) ?? open(weight)
  opened.set(weight, font)
  clearTimeout(end)
  end = startTimeout(() => opened.clear(), KEPT_FOR).unref()
  return font
}

/** Opens a font; programs start in the project's folder. */
function open(weight: Weight): PDFKit.Mixins.PDFFontSource {
  const file = path.resolve(`node_modules/@expo-google-fonts/noto-sans-sc/${weight}/NotoSansSC_${weight}.ttf`)
  return openSync(file) as unknown as PDFKit.Mixins.PDFFontSource // pdfkit takes open fonts, which its types don't say
}
