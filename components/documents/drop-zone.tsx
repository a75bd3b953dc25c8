'use client'
import { Camera, ImagePlus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, type RefObject, useEffect, useId, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'

type Props = {
  /** Opens the picker by a click. */
  picker: RefObject<HTMLInputElement | null>
  /** Names the slot to those who don't see it. */
  label: string
  /** Lists media types, as the `accept` of a file input does. */
  accept: string
  isMultiple?: boolean
  isReplacing?: boolean
  onFiles: (files: File[]) => void
  /** Opens a camera in the page. `plain` opens the phone's own, where that can't be done. */
  onCamera: (plain: () => void) => void
  /** Says what the slot accepts. */
  children?: ReactNode
}

/** Takes files by picker, camera and drop, and by paste while the pointer or the focus is here. */
export function DropZone({
  picker,
  label,
  accept,
  isMultiple = false,
  isReplacing = false,
  onFiles,
  onCamera,
  children,
}: Props) {
  const t = useTranslations('common.upload')
  const id = useId()
  const zone = useRef<HTMLFieldSetElement>(null)
  const camera = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)

  const take = (files: FileList | null | undefined) => {
    const taken = [...(files ?? [])]
    if (taken.length > 0) onFiles(isMultiple ? taken : taken.slice(0, 1))
  }
  const latest = useRef(take)
  latest.current = take

  useEffect(() => {
    const onPaste = ({ clipboardData }: ClipboardEvent) => {
      if (zone.current?.matches(':hover, :focus-within')) latest.current(clipboardData?.files)
    }
    document.addEventListener('paste', onPaste)
    return () => document.removeEventListener('paste', onPaste)
  }, [])

  const input = {
    type: 'file',
    accept,
    tabIndex: -1,
    'aria-hidden': true,
    className: 'sr-only',
    onChange: (event: { target: HTMLInputElement }) => {
      take(event.target.files)
      event.target.value = ''
    },
  } as const

  return (
    <fieldset
      ref={zone}
      aria-label={label}
      aria-describedby={id}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false)
      }}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}
      className={cn(
        'rounded-md border border-dashed px-4 py-4 transition-colors',
        isOver ? 'border-action bg-action-soft' : 'border-border-strong bg-surface',
      )}
    >
      <div className="flex flex-wrap items-center gap-3 noscript:hidden">
        <Button className="pointer-coarse:order-last" onClick={() => picker.current?.click()}>
          <ImagePlus aria-hidden />
          {t(isReplacing ? 'replace' : accept.includes('application/pdf') ? 'chooseWithPdf' : 'choose')}
        </Button>
        <span className="hidden pointer-coarse:contents">
          <Button variant="primary" onClick={() => onCamera(() => camera.current?.click())}>
            <Camera aria-hidden />
            {t('camera')}
          </Button>
        </span>
        <span className="text-sm text-text-muted max-sm:hidden pointer-coarse:hidden">
          {t(isOver ? 'dropNow' : 'drop')}
        </span>
      </div>
      <div id={id} className="mt-2 text-sm text-text-muted empty:hidden">
        {children}
      </div>
      <input ref={picker} {...input} multiple={isMultiple} />
      <input ref={camera} {...input} capture="environment" />
    </fieldset>
  )
}
