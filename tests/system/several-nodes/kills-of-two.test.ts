import { expectToSurviveKills } from './kills'

expectToSurviveKills({ nodes: 2, quick: 3 })
