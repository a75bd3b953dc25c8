import { FlaskConical } from 'lucide-react'

/** Shows a banner above every page of a demo, on paper too. */
export function DemoBanner({ label, children }: { label: string; children: string }) {
  return (
    <aside
      aria-label={label}
      className="flex items-start justify-center gap-2 border-b border-warning/30 bg-warning-soft px-4 py-1.5 text-sm lg:h-[var(--banner-height)]"
    >
      <FlaskConical aria-hidden className="mt-[0.2em] size-[1.1em] shrink-0 text-warning" />
      <p>{children}</p>
    </aside>
  )
}
