'use client'
import { Check, Copy } from 'lucide-react'
import { useId, useRef, useState } from 'react'
import { Button } from './button'

type Props = {
  label: string
  value: string
  /** Labels the button; `copyByHand` says what to do where the browser copies nothing. */
  words: { copy: string; copied: string; copyByHand: string }
}

/** Shows a text to take along, such as a link that is shown once, and copies it. */
export function CopyField({ label, value, words }: Props) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState<{ value: string; isDone: boolean }>()
  const hasCopied = copied?.value === value ? copied : undefined

  async function copy() {
    field.current?.select()
    // The clipboard is there on https and on this machine only; elsewhere the text is selected.
    const isDone = await navigator.clipboard?.writeText(value).then(
      () => true,
      () => false,
    )
    setCopied({ value, isDone: isDone ?? false })
  }

  return (
    <>
      <label htmlFor={id} className="mt-2 block font-medium">
        {label}
      </label>
      <div className="mt-1 flex flex-wrap gap-2">
        <input
          ref={field}
          id={id}
          readOnly
          value={value}
          spellCheck={false}
          onFocus={(event) => event.target.select()}
          className="control min-w-0 flex-1 basis-120 font-mono read-only:bg-surface"
        />
        <Button onClick={copy}>
          {hasCopied?.isDone ? <Check aria-hidden /> : <Copy aria-hidden />}
          {hasCopied?.isDone ? words.copied : words.copy}
        </Button>
      </div>
      {hasCopied && !hasCopied.isDone ? <p className="mt-1">{words.copyByHand}</p> : null}
    </>
  )
}
