/** What was started, and the data set it was filled with. */
export type StagingFact =
  | {
      readonly kind: 'stage.database'
      readonly version: string
      readonly settings: Readonly<Record<string, string>>
      readonly image?: string
      readonly digest?: string
    }
  | {
      readonly kind: 'stage.service'
      readonly service: string
      readonly version: string
      readonly replicas: number
      readonly front: string
      readonly readyMs: number
      /** It stands beside the services of the spec, and nobody swaps it: its front is empty, its version its image's tag. */
      readonly auxiliary?: true
      readonly image?: string
      readonly digest?: string
    }
  | { readonly kind: 'stage.egress'; readonly isolated: boolean; readonly how: string; readonly canary: string }
  | { readonly kind: 'seed.table'; readonly table: string; readonly rows: number; readonly bytes: number }
  | { readonly kind: 'seed.done'; readonly rows: number; readonly bytes: number; readonly durationMs: number }
