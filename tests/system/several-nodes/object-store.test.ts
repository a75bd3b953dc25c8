import { hasMoto, startMoto } from '@/tests/setup/moto'
import { expectNodesWith } from './expectations'

expectNodesWith({
  name: 'an object store',
  isThere: hasMoto,
  async start() {
    const moto = await startMoto()
    const { endpoint, bucket, region, credentials } = moto.place
    const settings = {
      S3_ENDPOINT: endpoint,
      S3_BUCKET: bucket,
      S3_REGION: region,
      S3_ACCESS_KEY_ID: credentials.accessKeyId,
      S3_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    }
    return { settings: () => settings, stop: moto.stop }
  },
})
