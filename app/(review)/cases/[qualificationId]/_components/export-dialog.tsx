'use client'
import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'

type Taken = { id: string }
type Props = {
  /** Names the place of the words `trigger`, `title`, `ready`, `readyHint` and `download`. */
  words: 'cases.dossier' | 'cases.exporting'
  /** Names the document, where a page has several. */
  name?: string
  /** Says where the export is downloaded. */
  path: string
  form: (onTaken: (taken: Taken) => void, onCancel: () => void) => ReactNode
}

/** Asks what must be known before something leaves the portal, and then offers the download. */
export function ExportDialog({ words, name, path, form }: Props) {
  const t = useTranslations(words)
  const of = useTranslations('cases.exporting')
  const [isOpen, setOpen] = useState(false)
  const [taken, setTaken] = useState<Taken | null>(null)
  const close = () => {
    setOpen(false)
    setTaken(null)
  }
  return (
    <>
      <Button
        {...(name === undefined ? {} : { size: 'small', 'aria-label': `${t('trigger')}: ${name}` })}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {t('trigger')}
      </Button>
      <Dialog isOpen={isOpen} onClose={close} title={t('title')}>
        {name === undefined ? null : <p className="mb-3 font-medium">{of('of', { name })}</p>}
        {taken ? (
          <div className="flex flex-col gap-4">
            <Alert tone="success" title={t('ready')} isLive>
              {t('readyHint')}
            </Alert>
            <Button asChild variant="primary" className="w-fit">
              <a href={`${path}?${new URLSearchParams({ export: taken.id })}`} download>
                <Download aria-hidden />
                {t('download')}
              </a>
            </Button>
          </div>
        ) : (
          form(setTaken, close)
        )}
      </Dialog>
    </>
  )
}
