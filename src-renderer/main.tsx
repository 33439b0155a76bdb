import './link/zod-jitless.ts'
import { connect } from './link/connect.ts'
import { startPage } from './screens/start-page.tsx'

startPage(connect())
