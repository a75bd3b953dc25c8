import type { ReactNode } from 'react'
import { buttonLook } from '@/components/ui/button-look'

type Props = {
  /** As people know it from elsewhere: 403, 404, 500. */
  code: string
  title: ReactNode
  text: ReactNode
  home: ReactNode
  /** A number to quote. */
  detail?: ReactNode
  /** Before the way home. */
  action?: ReactNode
  /** Where a shell stands around it, which is the landmark already. */
  isInShell?: boolean
}

/** A page that only says why there is no page, and how to go on. */
export function MessagePage({ code, title, text, home, detail, action, isInShell = false }: Props) {
  const Place = isInShell ? 'div' : 'main'
  return (
    <Place
      {...(isInShell ? {} : { id: 'main' })}
      className={`flex w-full flex-col px-6 pb-12 ${isInShell ? 'pt-[8dvh]' : 'min-h-dvh pt-[18dvh]'}`}
    >
      <div className="mx-auto w-full max-w-xl border-t-2 border-seal pt-6">
        <p className="numeric text-sm text-text-muted">{code}</p>
        <h1 className="mt-4 text-xl">{title}</h1>
        <p className="mt-2 max-w-measure text-text-muted">{text}</p>
        {detail ? <p className="numeric mt-3 text-sm text-text-muted">{detail}</p> : null}
        <div className="mt-6 flex flex-wrap gap-3">
          {action}
          <a href="/" className={buttonLook({ variant: action ? 'secondary' : 'primary' })}>
            {home}
          </a>
        </div>
      </div>
    </Place>
  )
}
