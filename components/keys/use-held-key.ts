'use client'
import { useEffect, useState } from 'react'
import { isKey, type KeyName, keyOf } from './key-map'
import { isText } from './use-keys'

/** Returns whether a key is held, except while text is typed or a dialog is open. */
export function useHeldKey(name: KeyName): boolean {
  const [isHeld, setHeld] = useState(false)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const key = keyOf(event)
      if (key === null || !isKey(name, key) || isText(event.target) || document.querySelector('dialog[open]')) return
      setHeld(true)
    }
    const release = (event: KeyboardEvent) => {
      if (isKey(name, event.key.toLowerCase())) setHeld(false)
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
  }, [name])
  return isHeld
}
