import type { LucideIcon } from 'lucide-react'

/** Shows a sentence above every page, on paper too. The style sheet has the height of one line for each. */
export function TopBanner({ label, icon: Icon, children }: { label: string; icon: LucideIcon; children: string }) {
  return (
    <aside
      aria-label={label}
      className="flex items-start justify-center gap-2 border-b border-warning/30 bg-warning-soft px-4 py-1.5 text-sm lg:h-[34px] lg:overflow-hidden"
    >
      <Icon aria-hidden className="mt-[0.2em] size-[1.1em] shrink-0 text-warning" />
      <p className="lg:truncate">{children}</p>
    </aside>
  )
}
