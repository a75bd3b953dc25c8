'use client'
import { useEffect, useState } from 'react'
import { isText } from '@/app/_components/reviewers/use-keys'

/** Returns whether a key is held, except while text is typed or a dialog is open. */
export function useHeldKey(key: string): boolean {
  const [isHeld, setHeld] = useState(false)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== key || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      if (isText(event.target) || document.querySelector('dialog[open]')) return
      setHeld(true)
    }
    const release = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === key) setHeld(false)
    }
    const leave = () => setHeld(false)
    document.addEventListener('keydown', press)
    document.addEventListener('keyup', release)
    window.addEventListener('blur', leave)
    return () => {
      document.removeEventListener('keydown', press)
      document.removeEventListener('keyup', release)
      window.removeEventListener('blur', leave)
    }
  }, [key])
  return isHeld
}
