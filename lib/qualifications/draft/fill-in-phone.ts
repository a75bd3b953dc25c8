import 'server-only'
import { openPersonField } from '@/lib/accounts/person-fields'
import type { AccountActor } from '@/lib/actor/actor'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import type { Tx } from '@/lib/db/client'
import type { KindRules } from '@/lib/rulebook/rulebook'
import { sealedField } from '../sealed'

/**
 * Fills in the phone that was verified when the actor registered, in each field for it: it is never typed. Where a
 * client acts, it is the phone of the first member.
 */
export async function fillInPhone(
  tx: Tx,
  actor: AccountActor,
  { accountId, submissionId }: { accountId: string; submissionId: string },
  rules: KindRules,
  key: Uint8Array,
): Promise<void> {
  const user = await tx.user.findFirst({
    where:
      actor.kind === 'PERSON' ? { id: actor.id } : { memberships: { some: { accountId } }, phoneSealed: { not: null } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    include: { dataKey: true },
  })
  if (!user?.phoneSealed) return
  const phone = openPersonField(await unwrapDataKey(user.dataKey), user.id, 'phone_sealed', user.phoneSealed)
  for (const rule of rules.groups.flatMap(({ fields }) => fields)) {
    if (rule.filledFrom !== 'ACCOUNT_PHONE') continue
    await tx.declaredField.create({ data: await sealedField(key, submissionId, rule, phone) })
  }
}
