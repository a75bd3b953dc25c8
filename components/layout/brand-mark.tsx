import { cn } from '@/components/ui/cn'

/** The two characters of the name as outlines, for no font can be relied on. */
const ZHUN =
  'M9 14.4C10 18 11.3 22.8 11.8 25.8L14.6 23.2C14 20.2 12.6 15.6 11.5 12.2ZM9 49L12 51.3C13 46.7 14.1 41.1 15.1 35.7L12.5 33.2C11.4 39 10 45.1 9 49ZM19 32.1L23.2 32.1L23.2 36.4L19 36.4ZM19 27.4L19 23L23.2 23L23.2 27.4ZM22.3 12.7C22.9 14.4 23.5 16.6 23.9 18.3L19.7 18.3C20.2 16.3 20.6 14.1 21 12L18.4 10.7C17.2 18 15.2 25 12.7 29.3C13.3 30.3 14.3 32.3 14.7 33.4C15.3 32.2 15.8 30.9 16.4 29.5L16.4 53.5L19 53.5L19 50.5L31 50.5L31 45.6L26 45.6L26 41.1L30.2 41.1L30.2 36.4L26 36.4L26 32.1L30.2 32.1L30.2 27.4L26 27.4L26 23L30.6 23L30.6 18.3L25.5 18.3L26.7 17.1C26.3 15.3 25.5 12.5 24.7 10.5ZM19 41.1L23.2 41.1L23.2 45.6L19 45.6Z'
const XIN =
  'M41.9 24.6L41.9 28.9L53.8 28.9L53.8 24.6ZM41.9 31.2L41.9 35.5L53.8 35.5L53.8 31.2ZM41.6 38.1L41.6 53.3L44 53.3L44 51.9L51.6 51.9L51.6 53.2L54.1 53.2L54.1 38.1ZM44 47.5L44 42.4L51.6 42.4L51.6 47.5ZM45.6 12.3C46.1 13.9 46.7 16.1 47 17.7L40.3 17.7L40.3 22.2L55.5 22.2L55.5 17.7L48.3 17.7L49.7 16.6C49.3 14.9 48.6 12.4 48 10.5ZM38.5 10.8C37.4 17.2 35.5 23.8 33.5 27.9C33.9 29.2 34.7 32 34.9 33.3C35.5 32 36.1 30.5 36.6 29L36.6 53.5L39.2 53.5L39.2 20.3C39.9 17.7 40.5 14.9 41 12.3Z'

/** Draws the square cinnabar seal. It is always next to the name, and so has no name of its own. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 64 64" aria-hidden="true" className={cn('shrink-0', className)}>
      <rect width="64" height="64" rx="5" className="fill-seal" />
      <rect x="4" y="4" width="56" height="56" rx="2.5" className="fill-none stroke-seal-text stroke-[1.75]" />
      <path d={ZHUN} className="fill-seal-text" />
      <path d={XIN} className="fill-seal-text" />
    </svg>
  )
}
