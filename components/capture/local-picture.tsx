'use client'
import { useEffect, useState } from 'react'

/** Shows a file of this device. */
export function LocalPicture({ file, alt, className }: { file: File; alt: string; className: string }) {
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    const made = URL.createObjectURL(file)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  // biome-ignore lint/performance/noImgElement: it is on no server yet
  return url ? <img src={url} alt={alt} className={className} /> : null
}
