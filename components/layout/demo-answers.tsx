'use client'
import { useEffect } from 'react'

/** Fills in the codes of a demo. What does it is loaded by demos alone. */
export function DemoAnswers() {
  useEffect(() => {
    void import('./fill-in-answers').then(({ fillInAnswers }) => fillInAnswers())
  }, [])
  return null
}
