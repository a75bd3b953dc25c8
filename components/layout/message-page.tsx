import type { ReactNode } from 'react'
import { buttonStyle } from '@/components/ui/button-style'

type Props = {
  /** Shows a code that people know: 403, 404, 500. A lost connection has none. */
  code?: string
  title: ReactNode
  text: ReactNode
  home: ReactNode
  /** Shows a number to quote. */
  detail?: ReactNode
  /** Appears before the link home. */
  action?: ReactNode
  /** Appears below everything else: whom to ask. */
  foot?: ReactNode
  /** Says that the page is inside a shell, which is the landmark already. */
  isInShell?: boolean
}

/** Shows a page that only says why there is no page, and how to continue. */
export function MessagePage({ code, title, text, home, detail, action, foot, isInShell = false }: Props) {
  const Place = isInShell ? 'div' : 'main'
  return (
    <Place
      {...(isInShell ? {} : { id: 'main' })}
      className={`flex w-full flex-col px-6 pb-12 ${isInShell ? 'pt-[8dvh]' : 'min-h-dvh pt-[18dvh]'}`}
    >
      <div className="mx-auto w-full max-w-xl border-t-2 border-seal pt-6">
        {code ? <p className="numeric text-sm text-text-muted">{code}</p> : null}
        <h1 className="mt-4 text-xl">{title}</h1>
        <p className="mt-2 max-w-measure text-text-muted">{text}</p>
        {detail ? <p className="numeric mt-3 text-sm text-text-muted">{detail}</p> : null}
        <div className="mt-6 flex flex-wrap gap-3">
          {action}
          <a href="/" className={buttonStyle({ variant: action ? 'secondary' : 'primary' })}>
            {home}
          </a>
        </div>
        {foot ? <div className="mt-8 text-sm text-text-muted">{foot}</div> : null}
      </div>
    </Place>
  )
}
