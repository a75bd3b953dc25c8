'use client'
import { ImageOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { cn } from '@/components/ui/cn'

type Props = { src: string; alt: string; className: string }

/** Shows a picture out of the vault; where it isn't available, words in its place say so. */
export function Picture({ src, alt, className }: Props) {
  const t = useTranslations('common.viewer')
  const image = useRef<HTMLImageElement>(null)
  const [failed, setFailed] = useState<string>()
  useEffect(() => {
    // It may have failed before anyone listened.
    if (image.current?.complete && image.current.naturalWidth === 0) setFailed(src)
  }, [src])
  if (failed === src) {
    return (
      <span
        role="img"
        aria-label={`${alt}: ${t('failed')}`}
        className={cn(
          'flex flex-col items-center justify-center gap-1 p-2 text-center text-xs text-text-muted',
          className,
        )}
      >
        <ImageOff aria-hidden className="size-5 shrink-0" />
        {t('failed')}
      </span>
    )
  }
  return (
    // biome-ignore lint/performance/noImgElement: documents never pass through an optimiser
    <img ref={image} src={src} alt={alt} loading="lazy" className={className} onError={() => setFailed(src)} />
  )
}
