import { expectThePortalBehind } from './expectations'

expectThePortalBehind('nginx')
