import 'server-only'
import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { newId } from '@/lib/core/ids'
import { systemKey } from '@/lib/crypto/data-keys'
import { open, seal } from '@/lib/crypto/fields'
import type { WebhookSecret } from '@/lib/db/generated/client'

/** Standard Webhooks 1.0.0 defines these prefixes. */
const SECRET = 'whsec_'
const PUBLIC = 'whpk_'
/** The secret has so many bytes: as many as HMAC-SHA256 gives. */
const SECRET_LENGTH = 32

const placeOf = (column: 'secret_sealed' | 'private_key_sealed', row: string) => ({
  table: 'webhook_secrets',
  column,
  row,
})

/** Makes a secret and a pair of keys. The secret is shown to the person who made it, and then never again. */
export async function newWebhookSecret() {
  const id = newId()
  const secret = randomBytes(SECRET_LENGTH)
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const key = await systemKey('WEBHOOKS')
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')
  return {
    secret: SECRET + secret.toString('base64'),
    row: {
      id,
      secretSealed: seal(key, placeOf('secret_sealed', id), secret.toString('base64')),
      privateKeySealed: seal(key, placeOf('private_key_sealed', id), pkcs8),
      publicKey: new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')),
    },
  }
}

export type SigningKeys = { secret: Buffer; privateKey: ReturnType<typeof createPrivateKey> }

/** Opens what a delivery is signed with. */
export async function openSecret(
  row: Pick<WebhookSecret, 'id' | 'secretSealed' | 'privateKeySealed'>,
): Promise<SigningKeys> {
  const key = await systemKey('WEBHOOKS')
  const secret = Buffer.from(open(key, placeOf('secret_sealed', row.id), row.secretSealed), 'base64')
  const pkcs8 = Buffer.from(open(key, placeOf('private_key_sealed', row.id), row.privateKeySealed), 'base64')
  return { secret, privateKey: createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }) }
}

/** Returns a public key as Standard Webhooks writes it. */
export const publicKeyText = (publicKey: Uint8Array): string => PUBLIC + Buffer.from(publicKey).toString('base64')
