import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'

/** Names the build, as `npm run build` sets it; a development server has none. */
const buildId = process.env.ZHUNXIN_BUILD_ID

const withNextIntl = createNextIntlPlugin({
  requestConfig: './lib/web/messages/i18n-request.ts',
  experimental: {
    // Messages are compiled by the build, so that neither a browser nor each request parses them. The path needs its
    // `./`: where it matched no file, sentences would show the names of their values.
    messages: { path: './lib/core/languages/messages', format: 'json', locales: 'infer', precompile: true },
  },
})

export default withNextIntl({
  poweredByHeader: false,
  reactStrictMode: true,
  // Checked by `npm run validate` and `npm test`; a build on an operator's machine need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // Documents never pass through an optimiser that stores copies in clear.
  images: { unoptimized: true },
  // A page's title is in its head from the first byte, for every browser: one that is sent later leaves a page without
  // a name.
  htmlLimitedBots: /./,
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
    'fontkit',
    'libheif-js',
    'nodemailer',
    'pdfkit',
    'pg',
    'pg-boss',
    'pino',
    'sharp',
    'tencentcloud-sdk-nodejs-sms',
  ],
  // One names the build on disk, the other is what browsers compare.
  ...(buildId ? { generateBuildId: () => buildId, deploymentId: buildId } : {}),
} satisfies NextConfig)
