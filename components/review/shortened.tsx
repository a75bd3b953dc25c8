type Props = {
  name: string
  prefix: string
  /** The heading that says it is only there where the page is wide. */
  isHeadedWide?: boolean
}

/** Shows a name without what the whole list around it starts with. It is still read out. */
export function Shortened({ name, prefix, isHeadedWide = false }: Props) {
  if (prefix === '' || !name.startsWith(prefix)) return name
  return (
    <span className="relative inline-block first-letter:uppercase">
      <span className={isHeadedWide ? 'lg:sr-only' : 'sr-only'}>{prefix}</span>
      {name.slice(prefix.length)}
    </span>
  )
}
