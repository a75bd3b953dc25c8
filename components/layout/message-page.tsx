import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { BrandMark } from './brand-mark'

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
}

/** A page that only says why there is no page, and how to go on. */
export function MessagePage({ code, title, text, home, detail, action }: Props) {
  return (
    <main id="main" className="flex min-h-dvh w-full flex-col px-6 pt-[18dvh] pb-12">
      <div className="mx-auto w-full max-w-xl border-t-2 border-seal pt-6">
        <p className="flex items-center gap-3 text-text-muted">
          <BrandMark className="size-8" />
          <span className="numeric text-sm">{code}</span>
        </p>
        <h1 className="mt-4 text-xl">{title}</h1>
        <p className="mt-2 max-w-measure text-text-muted">{text}</p>
        {detail ? <p className="numeric mt-3 text-sm text-text-muted">{detail}</p> : null}
        <div className="mt-6 flex flex-wrap gap-3">
          {action}
          <Button asChild variant={action ? 'secondary' : 'primary'}>
            <a href="/">{home}</a>
          </Button>
        </div>
      </div>
    </main>
  )
}
