import { createContext, type ReactNode, useContext } from 'react'
import { PageHeader } from '@/components/layout/page-header'

const InDialog = createContext(false)

/** Wraps the steps where they are in a dialog over a page, which has a title already. */
export function StepsInDialog({ children }: { children: ReactNode }) {
  return <InDialog value>{children}</InDialog>
}

export const useInDialog = (): boolean => useContext(InDialog)

/** Says what a step is about, on a page of its own or in a dialog. */
export function StepHeader({ title, lead }: { title: ReactNode; lead: ReactNode }) {
  if (!useInDialog()) return <PageHeader title={title} lead={lead} />
  return (
    <div className="mb-5">
      <h3 className="font-semibold">{title}</h3>
      <p className="mt-1 max-w-measure text-text-muted">{lead}</p>
    </div>
  )
}
