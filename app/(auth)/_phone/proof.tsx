import type {} from 'altcha/external'
import { useLocale, useTranslations } from 'next-intl'
import { useEffect, useRef } from 'react'

type Props = { challenge: string; onProved: (payload: string) => void; onFailed: () => void }

/** Links to no other site, and watches nobody. */
const LOOK = { hideFooter: true, hideLogo: true, humanInteractionSignature: false, minDuration: 0 }

/** Works a challenge out next to the page. It comes only when it is needed, and calls no one but this portal. */
export function Proof({ challenge, onProved, onFailed }: Props) {
  const t = useTranslations('auth.proof')
  const locale = useLocale()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let isGone = false
    const show = async () => {
      await import('./load-altcha')
      if (isGone) return
      const words = ['label', 'verifying', 'verified', 'error', 'expired', 'waitAlert'] as const
      const said = Object.fromEntries(words.map((word) => [word, t(word)]))
      globalThis.$altcha.i18n.set(locale.toLowerCase(), said)
      const widget = document.createElement('altcha-widget')
      widget.addEventListener('verified', (event) =>
        onProved((event as CustomEvent<{ payload: string }>).detail.payload),
      )
      widget.addEventListener('statechange', (event) => {
        if ((event as CustomEvent<{ state: string }>).detail.state === 'error') onFailed()
      })
      widget.setAttribute('challenge', challenge)
      widget.setAttribute('language', locale.toLowerCase())
      widget.setAttribute('auto', 'onload')
      widget.setAttribute('configuration', JSON.stringify(LOOK))
      place.current?.replaceChildren(widget)
    }
    show().catch(onFailed)
    return () => {
      isGone = true
    }
  }, [challenge, locale, t, onProved, onFailed])
  return <div ref={place} />
}
