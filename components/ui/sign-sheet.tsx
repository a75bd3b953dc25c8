import type { LucideIcon } from 'lucide-react'

/** Draws the signs of all rows of a long table once: a row only points to its own, at a tenth of the markup. */
export function SignSheet({ signs }: { signs: Readonly<Record<string, LucideIcon>> }) {
  return (
    <svg aria-hidden="true" className="absolute size-0">
      <defs>
        {Object.entries(signs).map(([name, Icon]) => (
          <Icon key={name} id={`sign-${name}`} />
        ))}
      </defs>
    </svg>
  )
}
