'use client'
import { Camera, ImagePlus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'

type Props = {
  /** Names the slot to those who don't see it. */
  label: string
  /** Media types, as in the `accept` of a file input. */
  accept: string
  isMultiple?: boolean
  isReplacing?: boolean
  onFiles: (files: File[]) => void
  /** What the slot takes. */
  children?: ReactNode
}

/** Picker, camera, drop, and paste while the pointer or the focus is here. */
export function DropZone({ label, accept, isMultiple = false, isReplacing = false, onFiles, children }: Props) {
  const t = useTranslations('common.upload')
  const id = useId()
  const zone = useRef<HTMLFieldSetElement>(null)
  const picker = useRef<HTMLInputElement>(null)
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
      <div className="flex flex-wrap items-center gap-3">
        <Button className="pointer-coarse:order-last" onClick={() => picker.current?.click()}>
          <ImagePlus aria-hidden />
          {t(isReplacing ? 'replace' : accept.includes('application/pdf') ? 'chooseWithPdf' : 'choose')}
        </Button>
        <span className="hidden pointer-coarse:contents">
          <Button variant="primary" onClick={() => camera.current?.click()}>
            <Camera aria-hidden />
            {t('camera')}
          </Button>
        </span>
        <span className="text-sm text-text-muted pointer-coarse:hidden">{t(isOver ? 'dropNow' : 'drop')}</span>
      </div>
      <div id={id} className="mt-2 text-sm text-text-muted empty:hidden">
        {children}
      </div>
      <input ref={picker} {...input} multiple={isMultiple} />
      <input ref={camera} {...input} capture="environment" />
    </fieldset>
  )
}
