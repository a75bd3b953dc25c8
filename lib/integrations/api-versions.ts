import type { ApiVersion } from '@/lib/db/generated/enums'

/** Names each version of the API. It fails to compile while one has no name. */
export const API_VERSIONS: Readonly<Record<ApiVersion, string>> = { V2026_11_28: '2026-11-28' }

/** New keys are pinned to it. */
export const NEWEST_API_VERSION: ApiVersion = 'V2026_11_28'

/** Names the header in which a request asks for another version than its key's, and an answer says its own. */
export const VERSION_HEADER = 'Zhunxin-Version'
