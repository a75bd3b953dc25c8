import { expectThePortalBehind } from './expectations'

expectThePortalBehind('caddy')
