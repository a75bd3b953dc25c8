import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'

const withNextIntl = createNextIntlPlugin('./lib/web/i18n-request.ts')

/** What every answer carries; the content security policy has a nonce and is made in lib/web/page-request.ts. */
const HEADERS = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
]

export default withNextIntl({
  poweredByHeader: false,
  reactStrictMode: true,
  // Checked by `npm run validate` and `npm test`; a build on an operator's machine need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // Documents never pass through an optimiser that keeps copies in clear.
  images: { unoptimized: true },
  experimental: { authInterrupts: true },
  serverExternalPackages: [
    '@alicloud/dysmsapi20170525',
    '@aws-sdk/client-s3',
    '@hyzyla/pdfium',
    '@node-rs/argon2',
    '@prisma/client',
    '@tus/server',
    'archiver',
    'file-type',
    'libheif-js',
    'nodemailer',
    'pdfkit',
    'pg',
    'pg-boss',
    'pino',
    'sharp',
    'tencentcloud-sdk-nodejs-sms',
  ],
  ...(process.env.ZHUNXIN_DEPLOYMENT ? { deploymentId: process.env.ZHUNXIN_DEPLOYMENT } : {}),
  headers: async () => [{ source: '/:path*', headers: HEADERS }],
} satisfies NextConfig)
