import type {
  Anomaly,
  AtRest,
  Cost,
  Deployment,
  Environment,
  FaultRun,
  Loop,
  Measured,
  PresetName,
  ProfileFacts,
  Ratio,
  Noise,
  Results,
  Run,
  Scale,
  Second,
  Verdict,
} from '@comparison/protocol';
import type { ResolvedProfile } from '@platform/profile';

/** How processor time and connections are shared out, so that every profile has as much. */
export interface Budget {
  /** Of each process and database of a profile. */
  poolMaxOf(profile: string): number;
  /** Lists as `taskset` takes them; null: wherever there is room. */
  readonly cpusOfDeployment: string | null;
  readonly cpusOfGenerator: string | null;
  /** Sentences for the report. */
  readonly cpus: string;
  readonly connections: string;
}

/** What the generator is asked for. Durations in s. */
export interface Play {
  readonly id: string;
  readonly origin: string;
  readonly loop: Loop;
  readonly seconds: number;
  /** What is waited at most for checkouts that are not decided at the end. */
  readonly drainSeconds: number;
  readonly maxInFlight?: number;
}

/** A load generator in a process of its own. */
export interface Generator {
  readonly pid: number;
  /** What is not as the report's environment says, a sentence each. */
  readonly notes?: readonly string[];
  readonly population: { readonly initialStock: ReadonlyMap<string, number> };
  load(origin: string): Promise<void>;
  play(play: Play, onSecond?: (second: Second) => void, signal?: AbortSignal): Promise<Measured>;
  stop(): Promise<void>;
}

/** A deployment that was started for the comparison and is stopped by it. */
export interface Started extends Deployment {
  /** From the command to readiness, in ms. */
  readonly readyMs: number;
  /** Stops all of it and removes its data; a second time does nothing. */
  stop(): Promise<void>;
}

export interface StartOrder {
  readonly profile: string;
  /** A profile file that is complete in itself. */
  readonly profileFile: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** A list as `taskset` takes it; null: wherever there is room. */
  readonly cpus: string | null;
  readonly signal: AbortSignal;
}

export interface ToJudge {
  readonly facts: ProfileFacts;
  readonly historyFile: string;
  readonly seed: number;
  readonly initialStock: ReadonlyMap<string, number>;
  /** ms since the epoch; null without a fault. */
  readonly lastFaultHealedAt: number | null;
  /** What rates of anomalies are made of, in ms since the epoch; everything, where it is left out. */
  readonly compared?: readonly { readonly from: number; readonly to: number }[];
}

export interface Judged {
  readonly verdicts: Verdict[];
  readonly anomalies: Anomaly[];
}

/** Looks at the stock while a deployment runs. */
export interface Watching {
  /** Ends the watch, and judges a quiet deployment by all that was seen and recorded. */
  judge(what: ToJudge): Promise<Judged>;
  stop(): Promise<void>;
}

export interface Schedule {
  readonly steady: number;
  readonly fault: number;
  readonly heal: number;
  readonly drain: number;
}

export interface Fault {
  readonly id: string;
  readonly kind: string;
  readonly part: string;
  readonly title: string;
  /** For a fault that takes a deployment made for it: where its profile is, and with what it is started. */
  readonly prepare?: (
    profileFile: string,
    directory: string,
  ) => Promise<{
    readonly profileFile: string;
    readonly environment: Readonly<Record<string, string>>;
    close(): Promise<void>;
  }>;
}

export interface FaultPlay {
  readonly deployment: Deployment;
  readonly profile: ResolvedProfile;
  readonly facts: ProfileFacts;
  readonly play: (seconds: number) => Promise<Measured>;
  readonly schedule: Schedule;
  readonly signal: AbortSignal;
}

export interface FaultPlayed extends FaultRun {
  readonly measured: Measured;
  /** When everything served again, in ms since the epoch. */
  readonly healedAt: number;
}

/** All that a comparison is made of, put together in one place; tests put others in their place. */
export interface Parts {
  start(order: StartOrder): Promise<Started>;
  generator(options: {
    seed: number;
    scale: Scale;
    preset: PresetName;
    historyFile: string;
    cpus: string | null;
  }): Promise<Generator>;
  /** How the payment provider is to behave under a preset. */
  providerBehaviour(preset: PresetName, seed: number): Readonly<Record<string, number>>;
  watch(deployment: Deployment): Promise<Watching>;
  /** Reads what was used so far. @returns what one of so many checkouts has cost since */
  meter(deployment: Deployment): Promise<(completed: number) => Promise<Cost>>;
  /** What it uses when nothing is asked of it. */
  atRest(deployment: Deployment, seconds: number): Promise<AtRest>;
  environment(deployment: Deployment, budget: Budget): Promise<Environment>;
  budget(profiles: readonly ProfileFacts[], cores: number): Budget;
  faultsOf(profile: ResolvedProfile): readonly Fault[];
  /** @throws Error of one sentence for a name that the faults do not have */
  chooseFaults(spec: string, faults: readonly Fault[]): readonly Fault[];
  /** @throws Error named FaultNotPossible where it cannot be played */
  playFault(fault: Fault, play: FaultPlay): Promise<FaultPlayed>;
  compareRuns(
    runs: readonly Run[],
    baseline: string,
    seed: number,
  ): { ratios: readonly Ratio[]; noise: readonly Noise[] };
  writeReport(results: Results, directory: string): Promise<{ html: string; json: string }>;
  exportHistory(historyFile: string, format: 'edn' | 'json', target: string): Promise<void>;
}
