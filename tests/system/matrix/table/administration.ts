import { newId } from '@/lib/core/ids'
import { type ActionRow, KEEPING, MANAGING } from './cells'

export const ADMINISTRATION: Record<string, ActionRow> = {
  'app/(admin)/people/actions.ts#invite': {
    cells: { any: '1 333 3333 3 +' },
    form: () => [['roles', 'REVIEWER']],
    page: '/people',
  },
  'app/(admin)/people/actions.ts#revoke': {
    cells: MANAGING,
    form: ({ invitationId }) => [['invitationId', invitationId]],
    page: '/people',
    changes: true,
  },
  'app/(admin)/people/actions.ts#decideChange': {
    cells: MANAGING,
    form: ({ changeId }) => [
      ['changeId', changeId],
      ['decision', 'CONFIRM'],
    ],
    page: '/people',
    changes: true,
  },
  'app/(admin)/people/[userId]/actions.ts#setRoles': {
    cells: MANAGING,
    form: ({ userId }) => [
      ['userId', userId],
      ['from', 'REVIEWER'],
      ['roles', 'LEAD'],
    ],
    changes: true,
  },
  'app/(admin)/people/[userId]/actions.ts#disable': {
    cells: MANAGING,
    form: ({ userId }) => [['userId', userId]],
    changes: true,
  },
  'app/(admin)/people/[userId]/actions.ts#block': {
    cells: MANAGING,
    form: ({ userId }) => [
      ['userId', userId],
      ['act', 'BLOCK'],
    ],
    changes: true,
  },
  'app/(admin)/people/[userId]/actions.ts#enable': {
    cells: MANAGING,
    form: ({ disabledUserId }) => [['userId', disabledUserId]],
    changes: true,
  },
  'app/(admin)/people/[userId]/actions.ts#reset': {
    cells: MANAGING,
    form: ({ userId }) => [['userId', userId]],
    changes: true,
  },
  'app/(admin)/integrations/actions.ts#create': {
    cells: { any: '1 333 3333 3 +' },
    form: () => [
      ['name', 'SMS gateway'],
      ['scopes', 'SENDERS_CHECK'],
      ['days', '30'],
    ],
    page: '/integrations',
  },
  'app/(admin)/integrations/actions.ts#revoke': {
    cells: MANAGING,
    form: ({ apiKeyId }) => [['keyId', apiKeyId]],
    page: '/integrations',
    changes: true,
  },
  'app/(admin)/integrations/webhooks/actions.ts#create': {
    cells: { any: '1 333 3333 3 +' },
    form: () => [
      ['description', 'Console'],
      ['url', 'https://console.invalid/hooks'],
      ['events', 'QUALIFICATION_REVOKED'],
    ],
    page: '/integrations/webhooks',
  },
  'app/(admin)/integrations/webhooks/actions.ts#edit': {
    cells: MANAGING,
    form: ({ endpointId }) => [
      ['endpointId', endpointId],
      ['description', 'Console'],
      ['url', 'https://console.invalid/new'],
      ['events', 'QUALIFICATION_REVOKED'],
    ],
    page: '/integrations/webhooks/[endpointId]',
    changes: true,
  },
  'app/(admin)/integrations/webhooks/actions.ts#test': {
    cells: MANAGING,
    form: ({ endpointId }) => [['endpointId', endpointId]],
    page: '/integrations/webhooks/[endpointId]',
    changes: true,
  },
  'app/(admin)/integrations/webhooks/actions.ts#setState': {
    cells: MANAGING,
    form: ({ endpointId }) => [
      ['endpointId', endpointId],
      ['to', 'OFF'],
    ],
    page: '/integrations/webhooks/[endpointId]',
    changes: true,
  },
  'app/(admin)/integrations/webhooks/actions.ts#rotate': {
    cells: MANAGING,
    form: ({ endpointId }) => [
      ['endpointId', endpointId],
      ['overlap', 'DAY'],
    ],
    page: '/integrations/webhooks/[endpointId]',
    changes: true,
  },
  'app/(admin)/integrations/webhooks/actions.ts#resend': {
    cells: MANAGING,
    form: ({ endpointId, deliveryId }) => [
      ['endpointId', endpointId],
      ['deliveryId', deliveryId],
    ],
    page: '/integrations/webhooks/[endpointId]',
    changes: true,
  },
  'app/(admin)/integrations/webhooks/actions.ts#remove': {
    cells: MANAGING,
    form: ({ endpointId }) => [['endpointId', endpointId]],
    page: '/integrations/webhooks/[endpointId]',
    changes: true,
  },
  'app/(admin)/integrations/actions.ts#addAddress': {
    cells: { any: '1 333 3333 3 +' },
    form: () => [['address', `https://console.example.cn/${newId()}/`]],
    page: '/integrations',
  },
  'app/(admin)/integrations/actions.ts#removeAddress': {
    cells: MANAGING,
    form: ({ returnAddressId }) => [['addressId', returnAddressId]],
    page: '/integrations',
    changes: true,
  },
  'app/(admin)/audit/actions.ts#verifyNow': {
    cells: { any: '1 333 3333 + +' },
    form: () => [],
    page: '/audit',
    takesAny: true,
  },
  'app/(admin)/messages/actions.ts#resend': {
    cells: MANAGING,
    form: ({ messageId }) => [['messageId', messageId]],
    page: '/messages',
    changes: true,
  },
  'app/(admin)/retention/actions.ts#decide': {
    cells: KEEPING,
    form: ({ erasureRequestId }) => [
      ['requestId', erasureRequestId],
      ['decision', 'REFUSE'],
      ['reason', 'LAW_REQUIRES_KEEPING'],
    ],
    page: '/retention?show=requests',
    changes: true,
  },
  'app/(admin)/(rules)/operator/actions.ts#enter': {
    cells: { any: '1 333 3333 3 +' },
    // The environment of the tests names the operator, so that nothing entered changes what other tests read.
    form: () => [['edition', '0']],
    page: '/operator',
  },
  'app/(admin)/(rules)/actions.ts#startDraft': {
    cells: { any: '1 333 3333 3 +' },
    form: () => [
      ['kind', 'LETTERS'],
      ['basedOn', 'cn-mainland/2024-10'],
    ],
    page: '/letters',
  },
  'app/(admin)/(rules)/actions.ts#save': {
    cells: { any: '1 333 3333 3 +' },
    form: ({ ruleDraftId }) => [
      ['draftId', ruleDraftId],
      ['edits', '1'],
      ['part', 'REASON'],
      ['of', 'BLURRED'],
      ['code', 'BLURRED'],
      ['kind', 'retry'],
      ['documents', 'ID_PORTRAIT'],
      ['correction', 'PICTURE'],
      ['isOffered', 'yes'],
      ...['name', 'means', 'howToCorrect'].flatMap((words) => [
        [`${words}/zh-CN`, '模糊'] as const,
        [`${words}/en`, 'Blurred'] as const,
      ]),
    ],
    page: '/reasons',
    changes: true,
    takesAny: true,
  },
  'app/(admin)/(rules)/actions.ts#discard': {
    cells: { any: '1 333 3333 3 +' },
    form: ({ ruleDraftId }) => [
      ['draftId', ruleDraftId],
      ['edits', '1'],
    ],
    page: '/reasons',
    changes: true,
    takesAny: true,
  },
  'app/(admin)/(rules)/actions.ts#publish': {
    cells: { any: '1 333 3333 3 +' },
    form: ({ ruleDraftId }) => [
      ['draftId', ruleDraftId],
      ['edits', '1'],
    ],
    page: '/reasons',
    changes: true,
    takesAny: true,
  },
}
