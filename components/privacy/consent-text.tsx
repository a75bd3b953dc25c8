import { sentencesOf } from '@/lib/core/languages/sentences'

/**
 * Shows the text of a consent, each sentence on lines of its own: somebody who reads it on a phone finds what is
 * collected, who sees it and how long it is stored.
 */
export function ConsentText({ children }: { children: string }) {
  return (
    <div className="flex flex-col gap-1.5 text-sm">
      {sentencesOf(children).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  )
}
