import type { Reply } from './reply.ts'

/** What the client's next message may have to wait for. */
export type Turn =
  /** ReadyForQuery. */
  | 'ready'
  /** The statement under way has ended, and what it locked is still held. */
  | 'completed'
  | 'failed'
  /** The server wants the client's data. */
  | 'copy-in'
  | 'gone'

/** What both directions of one connection know of each other. */
export interface Conversation {
  phase: 'authentication' | 'queries'
  encrypted: boolean
  pid: number
  /** As ParameterStatus said. */
  readonly parameters: Map<string, string>
  /** As ReadyForQuery said last: `I`, `T` or `E`. */
  status: string
  /** After an error in the extended protocol, the server ignores everything until Sync. */
  skipping: boolean
  /** Messages of the extended protocol were sent since the last ReadyForQuery. */
  unsynced: boolean
  copying: boolean
  /** A simple Query is being answered that was sent in parts. */
  reply: Reply | null
  /** Replies to Close messages of our own, which the client must not see. */
  ownCloses: number
  waiting: { readonly turns: ReadonlySet<Turn>; readonly resolve: (turn: Turn) => void } | null
  gone: boolean
}

export function beginConversation(encrypted: boolean): Conversation {
  return {
    phase: 'authentication',
    encrypted,
    pid: 0,
    parameters: new Map(),
    status: 'I',
    skipping: false,
    unsynced: false,
    copying: false,
    reply: null,
    ownCloses: 0,
    waiting: null,
    gone: false,
  }
}

/** Waits for one of these, or for the server to be gone. Called before the bytes are sent that bring it about. */
export function nextTurn(conversation: Conversation, ...turns: readonly Turn[]): Promise<Turn> {
  if (conversation.gone) return Promise.resolve('gone')
  return new Promise((resolve) => {
    conversation.waiting = { turns: new Set<Turn>([...turns, 'gone']), resolve }
  })
}

export function tell(conversation: Conversation, turn: Turn): void {
  const { waiting } = conversation
  if (!waiting?.turns.has(turn)) return
  conversation.waiting = null
  waiting.resolve(turn)
}
