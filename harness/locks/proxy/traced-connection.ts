import type { Conversation } from './conversation.ts'
import type { Lookout } from './lookout.ts'
import type { Outlet } from './outlet.ts'
import type { SessionKnowledge } from './session-knowledge.ts'
import type { Tracer } from './tracer.ts'

/** What both sides of a traced connection work with. */
export interface Connection {
  readonly conversation: Conversation
  readonly knowledge: SessionKnowledge
  readonly tracer: Tracer
  readonly lookout: Lookout
  readonly toClient: Outlet
  readonly toServer: Outlet
  /** Takes our own sessions out of the server if so wanted; resolves with the wish. */
  leaveAlone(wanted: boolean): Promise<boolean>
}
