/** Something of this machine, or of the run alone, as a container sees it. */
export type MountDescription =
  /** A file or folder of this machine; always read-only, for a rehearsal changes nothing of the operator's. */
  | { readonly kind: 'bind'; readonly source: string; readonly target: string }
  /** A volume that starts empty and ends with the run; all that name it share it, one without a name is nobody else's. */
  | { readonly kind: 'volume'; readonly name: string | null; readonly target: string; readonly readOnly: boolean }

/** How to ask a container whether it is well: a command inside that exits with 0. */
export interface HealthcheckDescription {
  readonly test: readonly string[]
  readonly timeoutMs: number
  /** How long it may be unwell after its start before that is a failure. */
  readonly patienceMs: number
}

/** How a container is made beyond its image and environment, as a compose file says it. */
export interface ContainerDescription {
  /** Names under which others on the internal network reach it. */
  readonly aliases: readonly string[]
  /** null takes the image's own; an empty list takes it away. */
  readonly entrypoint: readonly string[] | null
  readonly command: readonly string[] | null
  readonly workingDir: string | null
  readonly user: string | null
  readonly init: boolean | null
  readonly mounts: readonly MountDescription[]
  /** Folders in memory, by path, with the options of the mount. */
  readonly tmpfs: Readonly<Record<string, string>>
  /** null takes the image's own; `none` asks nothing. */
  readonly healthcheck: HealthcheckDescription | 'none' | null
}

/** A container that is started once and never swapped: a cache, a queue, a worker. */
export interface AuxiliaryDescription {
  readonly name: string
  readonly image: string | null
  readonly build: BuildDescription | null
  readonly environment: Readonly<Record<string, string>>
  readonly container: ContainerDescription
  /** Services and auxiliaries that must be ready before it starts. */
  readonly dependsOn: readonly string[]
  /** It does its work and ends with 0; whoever depends on it waits for that. */
  readonly once: boolean
  /** It needs neither the database nor a service, so it is there before the seed. */
  readonly early: boolean
}

/** An image that is built from a Dockerfile. */
export interface BuildDescription {
  /** Absolute folder that is sent to the build. */
  readonly context: string
  /** Beneath the context. */
  readonly dockerfile: string
  readonly args?: Readonly<Record<string, string>>
  /** Stage of the Dockerfile; the last unless said. */
  readonly target?: string
}
