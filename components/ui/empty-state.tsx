import type { ReactNode } from 'react'

type Props = {
  title: ReactNode
  children?: ReactNode
  /** Offers what can be done about it. */
  action?: ReactNode
}

export function EmptyState({ title, children, action }: Props) {
  return (
    <div className="rounded-md border border-dashed border-border-strong bg-surface px-6 py-10 text-center">
      <p className="font-semibold">{title}</p>
      {children ? <div className="mx-auto mt-1 max-w-measure text-text-muted">{children}</div> : null}
      {action ? <div className="mt-5 flex flex-wrap justify-center gap-3">{action}</div> : null}
    </div>
  )
}
