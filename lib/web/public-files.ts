/** Files that are the same for everybody: those of `public/`, and the icon, which the framework serves. */
const PUBLIC_FILES: readonly string[] = [
  '/apple-touch-icon.png',
  '/favicon.ico',
  '/icon-192.png',
  '/icon-512.png',
  '/icon-maskable-512.png',
  '/icon.svg',
  '/manifest.en.webmanifest',
  '/manifest.zh-CN.webmanifest',
  '/robots.txt',
  '/social.png',
]

/** Returns whether a path is a public file: one that needs no session, no page's policy and no database. */
export const isPublicFile = (pathname: string): boolean => PUBLIC_FILES.includes(pathname)
