import type { ReactNode } from 'react'

type Props = {
  title: ReactNode
  /** Takes one or two sentences. */
  lead?: ReactNode
  /** Takes `Breadcrumbs`, or a link back. */
  above?: ReactNode
  /** Takes a `StatusBadge`, shown next to the title. */
  status?: ReactNode
  actions?: ReactNode
}

export function PageHeader({ title, lead, above, status, actions }: Props) {
  return (
    <header className="mb-6 compact:mb-4">
      {above ? <div className="mb-3 compact:mb-2">{above}</div> : null}
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="text-xl compact:text-lg">{title}</h1>
          {status}
        </div>
        {actions ? <div className="flex flex-wrap gap-2 print:hidden">{actions}</div> : null}
      </div>
      {lead ? <div className="mt-2 max-w-measure text-pretty text-text-muted compact:mt-1">{lead}</div> : null}
    </header>
  )
}
