import { type NextRequest, NextResponse } from 'next/server'
import { PATH_HEADER } from '@/lib/web/request-headers'
import { isFromElsewhere, tellElsewhere } from '@/lib/web/same-origin'
import { contentSecurityPolicy } from '@/lib/web/security-headers'

/**
 * Gives each page its nonce and its policy, and turns away actions that another site sends, or that say not who does.
 * Who may see what is not decided here.
 */
export function proxy(request: NextRequest) {
  if (isFromElsewhere(request)) {
    return new NextResponse(tellElsewhere(), { status: 403, headers: { 'Content-Type': 'text/plain; charset=utf-8' } })
  }
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
  const policy = contentSecurityPolicy(nonce)

  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy)
  headers.set(PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search)

  const response = NextResponse.next({ request: { headers } })
  response.headers.set('Content-Security-Policy', policy)
  response.headers.set('Cache-Control', 'private, no-store')
  return response
}

// Routes under api are left out: a body that passes through here is cut at 10 MB.
export const config = { matcher: ['/((?!api/|_next/static|_next/image|icon.svg).*)'] }
