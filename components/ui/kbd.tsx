import type { ReactNode } from 'react'

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-block min-w-5 rounded-sm border border-border-strong bg-surface px-1 text-center font-mono text-xs text-text-muted">
      {children}
    </kbd>
  )
}
