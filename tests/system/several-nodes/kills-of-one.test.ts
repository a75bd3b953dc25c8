import { expectToSurviveKills } from './kills'

expectToSurviveKills({ nodes: 1, quick: 1 })
