import type { ApiVersion } from '@/lib/db/generated/enums'

/** What each version of the API is called. It fails to compile while one has no name. */
export const API_VERSIONS: Readonly<Record<ApiVersion, string>> = { V2026_11_28: '2026-11-28' }

/** New keys are pinned to it. */
export const NEWEST_API_VERSION: ApiVersion = 'V2026_11_28'

/** The header in which a request asks for another version than its key's, and an answer says its own. */
export const VERSION_HEADER = 'Zhunxin-Version'
