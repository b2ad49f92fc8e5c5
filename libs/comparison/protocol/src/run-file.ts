interface Process {
  readonly url: string;
  /** null: not started by `up`. */
  readonly pid: number | null;
}

/** `run.json` of a data directory: what runs, and where. */
export interface RunFile {
  readonly profile: string;
  readonly origin: string;
  readonly gateway: Process | null;
  readonly provider: Process;
  readonly services: readonly (Process & {
    readonly name: string;
    readonly replica: number;
    readonly modules: readonly string[];
  })[];
  readonly databases: readonly (Process & { readonly name: string; readonly modules: readonly string[] })[];
  /** Where the profile keeps an archive. */
  readonly eventStore: Process | null;
  readonly broker: (Process & { readonly kind: string }) | null;
}
