import type { ValueType } from '@/lib/web/api/reference'

/** Says what a value may be, and leads to the form where that is described by itself. */
export function TypeText({ type: { text, schema, values } }: { type: ValueType }) {
  return (
    <>
      {schema ? (
        <a href={`#schema-${schema}`} className="link">
          <code>{text}</code>
        </a>
      ) : (
        <code>{text}</code>
      )}
      {values.length > 0 ? (
        <span className="block max-w-100 text-xs wrap-anywhere text-text-muted">
          <code>{values.join(' · ')}</code>
        </span>
      ) : null}
    </>
  )
}
