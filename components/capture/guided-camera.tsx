'use client'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useId, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { turnedFile } from './ask-worker'
import type { Checked } from './asked'
import { TakenPicture } from './taken-picture'
import { Viewfinder, type ViewfinderProps } from './viewfinder'

export type CameraProps = Pick<ViewfinderProps, 'shape' | 'limits' | 'onPlain'> & {
  /** Says what is photographed. */
  label: string
  /** Uses the picture, regardless of what may be wrong with it. Until then nothing leaves the browser. */
  onUse: (picture: Checked) => void
  onClose: () => void
}

/** Fills the window with a camera that says what to do. Mounted means open; closed, no camera runs. */
export function GuidedCamera({ label, shape, limits, onUse, onPlain, onClose }: CameraProps) {
  const t = useTranslations('common')
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const [taken, setTaken] = useState<Checked | null>(null)
  const [isAutomatic, setAutomatic] = useState(true)
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal()
  }, [])
  const close = () => dialog.current?.close() // gives the focus back
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onClose={onClose}
      className="h-dvh max-h-none w-screen max-w-none bg-surface p-0 text-left text-text"
    >
      <div className="mx-auto flex h-full max-w-3xl flex-col">
        <header className="flex items-center justify-between gap-4 py-2 pr-2 pl-4">
          <h2 id={id} className="text-base">
            {label}
          </h2>
          <Button variant="quiet" size="icon" aria-label={t('actions.close')} onClick={close}>
            <X aria-hidden />
          </Button>
        </header>
        {taken ? (
          <TakenPicture
            taken={taken}
            onUse={() => {
              close()
              onUse(taken)
            }}
            onRetake={() => setTaken(null)}
            onTurn={async () => setTaken({ ...taken, file: await turnedFile(taken.file) })}
          />
        ) : (
          <Viewfinder
            shape={shape}
            limits={limits}
            isAutomatic={isAutomatic}
            onAutomatic={setAutomatic}
            onTaken={setTaken}
            onPlain={() => {
              close()
              onPlain()
            }}
          />
        )}
      </div>
    </dialog>
  )
}
