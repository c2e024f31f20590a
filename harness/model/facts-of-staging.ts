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
      readonly image?: string
      readonly digest?: string
    }
  | { readonly kind: 'stage.egress'; readonly isolated: boolean; readonly how: string; readonly canary: string }
  | {
      /** Production's tables, as its profile has them; `rows` is null where they were never counted. */
      readonly kind: 'production.read'
      readonly takenAt: string
      readonly tables: readonly { readonly table: string; readonly rows: number | null; readonly bytes: number }[]
    }
  | { readonly kind: 'seed.table'; readonly table: string; readonly rows: number; readonly bytes: number }
  | { readonly kind: 'seed.done'; readonly rows: number; readonly bytes: number; readonly durationMs: number }
