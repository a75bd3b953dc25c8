'use client'
import { type ReactNode, useContext } from 'react'
import { Button } from '@/components/ui/button'
import { CurrentSlot } from './current-slot'

/** Leads to another slot of the page, also where a narrow screen shows one at a time. */
export function SlotLink({ id, children }: { id: string; children: ReactNode }) {
  const current = useContext(CurrentSlot)
  return (
    <Button asChild size="small">
      <a href={`#${id}`} onClick={() => current?.show(id)}>
        {children}
      </a>
    </Button>
  )
}
