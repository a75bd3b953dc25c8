import type { ReactNode } from 'react'

/** Matches the name of a version of rules: cn-mainland/2024-10. */
const VERSION = /([a-z-]+\/\d{4}-\d{2}[\w.-]*)/

/** Shows a text in which no line ends within the name of a version. */
export function UnbrokenVersions({ text }: { text: string }): ReactNode {
  const [before, version, ...rest] = text.split(VERSION)
  if (!version) return text
  return (
    <>
      {before}
      <span className="whitespace-nowrap">{version}</span>
      <UnbrokenVersions text={rest.join('')} />
    </>
  )
}
