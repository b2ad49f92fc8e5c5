/** As much of the Compose specification as is written here. */
export interface ComposeFile {
  readonly name: string;
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, object>>;
}

export interface ComposeService {
  readonly profiles?: readonly string[];
  readonly image: string;
  readonly build?: { readonly context: string; readonly args: Readonly<Record<string, string>> };
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string | number>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: 'service_healthy' }>>;
  readonly healthcheck?: {
    readonly test: readonly string[];
    readonly interval: string;
    readonly timeout: string;
    readonly retries: number;
    readonly start_period?: string;
  };
  readonly [key: string]: unknown;
}

/** Starts only when all of these say that they are ready. */
export function after(...names: readonly string[]): Pick<ComposeService, 'depends_on'> {
  if (names.length === 0) return {};
  return {
    depends_on: Object.fromEntries(names.map((name) => [name, { condition: 'service_healthy' as const }])),
  };
}
