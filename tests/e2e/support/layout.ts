import type { Page } from '@playwright/test'

/**
 * Finds what a designer would reject: a page that scrolls sideways, words that are cut off, signs that are not drawn,
 * on a phone a button at the top of the page that a thumb misses, and on a desk a navigation or a table that has to be
 * scrolled sideways.
 */
export function flawsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const flaws: string[] = []
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth > clientWidth) flaws.push(`scrolls sideways: ${scrollWidth} > ${clientWidth}`)
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const style = getComputedStyle(element)
      const isCut = style.overflowX === 'hidden' && element.scrollWidth > element.clientWidth + 1
      const isMeant =
        style.textOverflow === 'ellipsis' ||
        element.clientWidth <= 1 ||
        element.closest('.sr-only, [aria-hidden=true], [data-viewer]')
      const hasWords = [...element.childNodes].some(
        (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
      )
      if (isCut && hasWords && !isMeant) flaws.push(`cut: ${element.textContent?.trim().slice(0, 40)}`)
    }
    for (const use of document.querySelectorAll('use')) {
      const href = use.getAttribute('href') ?? ''
      if (!document.getElementById(href.slice(1))) flaws.push(`no such sign: ${href}`)
    }
    const wide = window.innerWidth >= 1280 ? document.querySelectorAll('nav, :has(> table)') : []
    for (const element of wide) {
      const { scrollWidth: needed, clientWidth: has, tagName } = element
      // What is not drawn, flows in a line or is for screen readers alone has no width of its own; what is folded away
      // gets another one when it is opened.
      if (has <= 1 || needed <= has + 1 || !element.checkVisibility()) continue
      const name = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40)
      flaws.push(`must be scrolled: ${tagName.toLowerCase()} ${name}: ${needed} > ${has}`)
    }
    const narrow =
      window.innerWidth <= 640 ? document.querySelectorAll(':is(body, body > div) > header :is(button, a.button)') : []
    for (const button of narrow) {
      const { width, height } = button.getBoundingClientRect()
      if (width > 0 && (width < 44 || height < 44)) flaws.push(`small: ${button.textContent} ${width} × ${height}`)
    }
    return flaws
  })
}
